//go:build !unix

package queue

import "os"

// running reports whether there is a process of the number.
func running(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	p.Release()
	return true
}
