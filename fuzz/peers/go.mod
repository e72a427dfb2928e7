module imapkit.example/fuzz/peers

go 1.25

require (
	github.com/ProtonMail/gluon v0.17.1-0.20230724134000-308be39be96e
	github.com/emersion/go-imap v1.2.1
	github.com/emersion/go-imap/v2 v2.0.0-beta.8
	github.com/mjl-/mox v0.0.15
	imapkit.example v0.0.0
)

require (
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/bradenaw/juniper v0.12.0 // indirect
	github.com/cespare/xxhash/v2 v2.2.0 // indirect
	github.com/emersion/go-message v0.18.2 // indirect
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // indirect
	github.com/matttproud/golang_protobuf_extensions/v2 v2.0.0 // indirect
	github.com/mjl-/flate v0.0.0-20250221133712-6372d09eb978 // indirect
	github.com/prometheus/client_golang v1.18.0 // indirect
	github.com/prometheus/client_model v0.5.0 // indirect
	github.com/prometheus/common v0.45.0 // indirect
	github.com/prometheus/procfs v0.12.0 // indirect
	golang.org/x/crypto v0.37.0 // indirect
	golang.org/x/sys v0.32.0 // indirect
	golang.org/x/text v0.24.0 // indirect
	google.golang.org/protobuf v1.31.0 // indirect
)

replace imapkit.example => ../..
