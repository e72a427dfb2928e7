package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	randv2 "math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A keyPair is a self-signed certificate for the loopback names, on disk for
// -cert, -key and the clients' CA files.
type keyPair struct {
	certFile, keyFile string
	pool              *x509.CertPool
}

func newKeyPair(t *testing.T) keyPair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "localhost"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true, // lets clients take the same file as their CA file
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	pair := keyPair{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), x509.NewCertPool()}
	pair.pool.AddCert(cert)
	writeFile(t, pair.certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	writeFile(t, pair.keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))
	return pair
}

// flags are what a daemon with this certificate and the test user is given.
func (k keyPair) flags(more ...string) []string {
	return append([]string{"-cert", k.certFile, "-key", k.keyFile, "-user", testUser + ":" + testPassword}, more...)
}

func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// mailBody returns size octets of a message's text, the same for the same
// seed: every octet but NUL, CR and LF outside a line's end, in lines of about
// width octets that each end in eol. From 300 octets on, each value that mail
// allows is there.
func mailBody(seed uint64, size, width int, eol string) []byte {
	random := randv2.New(randv2.NewPCG(seed, uint64(size)))
	last := "" // the end of the last line, which a body too small for it lacks
	if size > len(eol) {
		last = eol
	}
	body := make([]byte, 0, size)
	for value, column := 1, 0; len(body)+len(last) < size; {
		if column == width && len(body)+len(eol)+len(last) <= size {
			body = append(body, eol...)
			column = 0
			continue
		}
		c := byte(value)
		if value < 256 {
			value++
		} else {
			c = byte(1 + random.IntN(255))
		}
		if c != '\r' && c != '\n' {
			body = append(body, c)
			column++
		}
	}
	return append(body, last...)
}

// mailMessage puts a header before a body, with the same line ends.
func mailMessage(n int, body []byte, eol string) []byte {
	header := fmt.Sprintf("From: Alice <alice@example.org>%[1]s"+
		"To: bob@example.net%[1]s"+
		"Subject: message number %[2]d%[1]s"+
		"Date: Mon, 7 Feb 1994 21:52:25 -0800%[1]s"+
		"Message-ID: <%[2]d@example.org>%[1]s%[1]s", eol, n)
	return append([]byte(header), body...)
}

// sum names a content in failures and comparisons.
func sum(data []byte) string {
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:])
}
