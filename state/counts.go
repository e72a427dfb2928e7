package state

import "math/bits"

// counts is a list of numbers with fast sums, a Fenwick tree: the element i,
// counted from 1, holds the sum of the numbers i-lowest(i)+1 … i. Every method
// takes O(log n) time.
type counts []int

// lowest returns the lowest bit of i that is set.
func lowest(i int) int {
	return i & -i
}

// push appends the number x.
func (t *counts) push(x int) {
	i := len(*t) + 1
	for step := 1; step < lowest(i); step <<= 1 {
		x += (*t)[i-step-1]
	}
	*t = append(*t, x)
}

// pop removes the last number: no element before it has a part of it.
func (t *counts) pop() {
	*t = (*t)[:len(*t)-1]
}

// add adds x to the number at index n.
func (t counts) add(n, x int) {
	for i := n + 1; i <= len(t); i += lowest(i) {
		t[i-1] += x
	}
}

// sum returns the sum of the first n numbers.
func (t counts) sum(n int) int {
	x := 0
	for i := n; i > 0; i -= lowest(i) {
		x += t[i-1]
	}
	return x
}

// find returns the greatest n with sum(n) <= x, and x-sum(n): which number
// counts thing x, and which place x has there. If x is not below the sum of
// all numbers, n is how many they are.
func (t counts) find(x int) (n, rest int) {
	for step := 1 << bits.Len(uint(len(t))) >> 1; step > 0; step >>= 1 {
		if next := n + step; next <= len(t) && t[next-1] <= x {
			n = next
			x -= t[next-1]
		}
	}
	return n, x
}
