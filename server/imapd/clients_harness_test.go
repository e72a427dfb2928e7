package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	// clientLimit bounds one run of an outside program.
	clientLimit = 60 * time.Second

	// stopLimit bounds the way from a signal to the exit. The promise is five
	// seconds; the rest is what a busy machine may add to it.
	stopLimit = 8 * time.Second

	testUser     = "test"
	testPassword = "secret"
)

// buildDaemon builds the command as a user would, with the race detector when
// the tests themselves run under it, and returns the path of the binary.
func buildDaemon(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "imapd")
	args := []string{"build", "-o", path}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "-race" && setting.Value == "true" {
				args = append(args, "-race")
			}
		}
	}
	if out, err := exec.Command("go", append(args, ".")...).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

// A daemon is one running imapd.
type daemon struct {
	cmd    *exec.Cmd
	stdout *bufio.Reader // what follows the two lines of addresses
	stderr bytes.Buffer  // to be read once the process has ended
	banner []string      // the two lines of addresses, as printed
	plain  string        // host:port that offers STARTTLS
	tls    string        // host:port that speaks TLS from the start
	ended  bool
}

const (
	plainLabel = "imapd: plaintext with STARTTLS on "
	tlsLabel   = "imapd: TLS on "
)

// launchBare starts the binary with just these arguments. The test's end stops
// it.
func launchBare(t *testing.T, path string, args ...string) *daemon {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	d := &daemon{cmd: exec.CommandContext(ctx, path, args...)}
	d.cmd.Stderr = &d.stderr
	pipe, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d.stdout = bufio.NewReader(pipe)
	t.Cleanup(func() { d.stop(t) })
	return d
}

// launchDaemon is launchBare with two free ports of the loopback interface,
// unless args say otherwise.
func launchDaemon(t *testing.T, path string, args ...string) *daemon {
	t.Helper()
	return launchBare(t, path, append([]string{"-addr", "127.0.0.1:0", "-tls-addr", "127.0.0.1:0"}, args...)...)
}

// startDaemon is launchDaemon, and returns once both listeners are there.
func startDaemon(t *testing.T, path string, args ...string) *daemon {
	t.Helper()
	d := launchDaemon(t, path, args...)
	slow := time.AfterFunc(clientLimit, func() { d.cmd.Process.Kill() })
	defer slow.Stop()
	d.plain = d.address(t, plainLabel)
	d.tls = d.address(t, tlsLabel)
	return d
}

// address reads one line of the banner.
func (d *daemon) address(t *testing.T, label string) string {
	t.Helper()
	line, err := d.stdout.ReadString('\n')
	line = strings.TrimSuffix(line, "\n")
	d.banner = append(d.banner, line)
	address, ok := strings.CutPrefix(line, label)
	if err != nil || !ok {
		d.cmd.Process.Kill()
		d.cmd.Wait()
		d.ended = true
		t.Fatalf("banner line %q (%v), want %q and an address\nstderr: %s", line, err, label, d.stderr.String())
	}
	return address
}

// stop ends the process as an administrator would and holds it to its
// promise: exit status 0 in time.
func (d *daemon) stop(t *testing.T) {
	t.Helper()
	if d.ended {
		return
	}
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("SIGTERM: %v", err)
	}
	d.wait(t)
}

// wait waits for the exit after a signal.
func (d *daemon) wait(t *testing.T) {
	t.Helper()
	d.ended = true
	slow := time.AfterFunc(stopLimit, func() { d.cmd.Process.Kill() })
	defer slow.Stop()
	rest, _ := io.ReadAll(d.stdout)
	if err := d.cmd.Wait(); err != nil {
		t.Errorf("imapd ended with %v, want exit status 0\nstdout: %s\nstderr: %s", err, rest, d.stderr.String())
	}
}

// needClient returns the path of an outside program, or skips the test when
// the machine does not have it. IMAPKIT_CLIENTS=required makes that a failure,
// so that a gate cannot pass by testing nothing.
func needClient(t *testing.T, program, debianPackage string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	message := fmt.Sprintf("%s is not installed: apt-get install %s", program, debianPackage)
	if os.Getenv("IMAPKIT_CLIENTS") == "required" {
		t.Fatal(message)
	}
	t.Skip(message)
	return ""
}

// A result is what an outside program left behind.
type result struct {
	stdout []byte
	stderr string
	code   int
}

// run runs a program to its end, within clientLimit.
func run(t *testing.T, stdin io.Reader, program string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientLimit)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "LC_ALL=C")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &stdout, &stderr
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("%s did not end within %v\nstdout: %.2000s\nstderr: %.2000s", filepath.Base(program), clientLimit, stdout.Bytes(), stderr.String())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", filepath.Base(program), err)
	}
	return result{stdout.Bytes(), stderr.String(), cmd.ProcessState.ExitCode()}
}
