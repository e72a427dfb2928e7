module imapkit.example

go 1.25
