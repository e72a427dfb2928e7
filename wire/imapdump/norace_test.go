//go:build !race

package main

// streamScale divides the sizes of recordings.
const streamScale = 1
