package main

import (
	"reflect"
	"strings"

	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// redacted stands where a secret was. It is an astring.
const redacted = "[redacted]"

// redactedAtom stands for a secret where the grammar has an atom, so that the
// lines that belong to the command do not lose it in canonical form.
const redactedAtom = "REDACTED"

// secretFields returns the fields of the struct type t that hold secrets:
// strings, lists of them and octets.
func secretFields(t reflect.Type) []string {
	switch t {
	case reflect.TypeFor[command.Login]():
		return []string{"User", "Password"}
	case reflect.TypeFor[command.Authenticate]():
		return []string{"Initial"}
	case reflect.TypeFor[authData]():
		return []string{"Data"}
	// URLs that give access to whoever has them (RFC 4467).
	case reflect.TypeFor[command.URLFetchRequest](), reflect.TypeFor[response.URLData]():
		return []string{"URL"}
	case reflect.TypeFor[response.GenURLAuth]():
		return []string{"URLs"}
	}
	return nil
}

// redact replaces the secrets in what x points to. Those that are empty stay
// so.
func redact(x any) {
	if x != nil {
		redactIn(reflect.ValueOf(x).Elem())
	}
}

func redactIn(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct {
			for i := range v.Len() {
				redactIn(v.Index(i))
			}
		}
	case reflect.Struct:
		if a, isAuth := v.Addr().Interface().(*command.Authenticate); isAuth && !isMechanism(a.Mechanism) {
			a.Mechanism = redactedAtom
		}
		for _, name := range secretFields(v.Type()) {
			hide(v.FieldByName(name))
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				redactIn(v.Field(i))
			}
		}
	}
}

// isMechanism reports whether s can be the name of a mechanism (RFC 4422,
// Section 3.1), and not what should stand behind it.
func isMechanism(s string) bool {
	return len(s) <= 20 && strings.Trim(strings.ToUpper(s), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// hide replaces the secret v.
func hide(v reflect.Value) {
	switch {
	case v.Len() == 0:
	case v.Kind() == reflect.String:
		v.SetString(redacted)
	case v.Type().Elem().Kind() == reflect.String:
		for i := range v.Len() {
			hide(v.Index(i))
		}
	default:
		v.SetBytes([]byte(redacted))
	}
}

// isBase64 reports whether the secrets that x holds are written as base64,
// where people would not see that they are redacted.
func isBase64(x any) bool {
	switch x.(type) {
	case *command.Authenticate, *authData:
		return true
	}
	return false
}
