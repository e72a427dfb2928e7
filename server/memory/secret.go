package memory

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
)

// rounds is the least that RFC 7677, Section 4 asks for: about a millisecond.
const rounds = 4096

// A secret is what is kept of a password.
type secret struct {
	salt [16]byte
	key  []byte
}

func newSecret(password string) (s secret, err error) {
	rand.Read(s.salt[:])
	s.key, err = s.derive(password)
	return s, err
}

func (s *secret) matches(password string) bool {
	key, err := s.derive(password)
	return err == nil && subtle.ConstantTimeCompare(key, s.key) == 1
}

// derive fails only where a FIPS 140 mode forbids the password.
func (s *secret) derive(password string) ([]byte, error) {
	return pbkdf2.Key(sha256.New, password, s.salt[:], rounds, sha256.Size)
}
