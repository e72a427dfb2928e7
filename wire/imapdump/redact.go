package main

import (
	"reflect"

	"imapkit.example/wire/command"
)

// redacted stands where a secret was. It is an astring.
const redacted = "[redacted]"

// secretFields returns the fields of the struct type t that hold secrets:
// strings and octets.
func secretFields(t reflect.Type) []string {
	switch t {
	case reflect.TypeFor[command.Login]():
		return []string{"User", "Password"}
	case reflect.TypeFor[command.Authenticate]():
		return []string{"Initial"}
	case reflect.TypeFor[authData]():
		return []string{"Data"}
	}
	return nil
}

// secret reports whether x is a pointer to a struct that holds secrets.
func secret(x any) bool {
	v := reflect.ValueOf(x)
	return v.Kind() == reflect.Pointer && secretFields(v.Type().Elem()) != nil
}

// redact replaces the secrets in the struct that x points to. Those that are
// empty stay so.
func redact(x any) {
	if !secret(x) {
		return
	}
	v := reflect.ValueOf(x).Elem()
	for _, name := range secretFields(v.Type()) {
		f := v.FieldByName(name)
		switch {
		case f.Len() == 0:
		case f.Kind() == reflect.String:
			f.SetString(redacted)
		default:
			f.SetBytes([]byte(redacted))
		}
	}
}
