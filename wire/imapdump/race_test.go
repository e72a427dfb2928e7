//go:build race

package main

// streamScale divides the sizes of recordings: the race detector makes each
// octet cost many times as much.
const streamScale = 20
