// Go's client (golang.org/x/crypto/ssh, and pkg/sftp on it) through a sidecar: PORT KEY FOLDER, where KEY is the lane's, in base64. A
// command whose output is masked, another's status, one that is denied, what is said to a command, with keys that change all the
// time, and SFTP of a megabyte there and back. dev/install compiles it.
package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

func require(isSo bool, what string, shown ...any) {
	if !isSo {
		fmt.Fprintln(os.Stderr, append([]any{what}, shown...)...)
		os.Exit(1)
	}
}

func check(err error, what string) { require(err == nil, what, err) }

// Its output, its errors, and its status.
func run(client *ssh.Client, command string, input io.Reader) (string, string, int) {
	session, err := client.NewSession()
	check(err, "no session")
	defer session.Close()
	var output, errors bytes.Buffer
	session.Stdin, session.Stdout, session.Stderr = input, &output, &errors
	err = session.Run(command)
	if exit, isExit := err.(*ssh.ExitError); isExit {
		return output.String(), errors.String(), exit.ExitStatus()
	}
	check(err, command)
	return output.String(), errors.String(), 0
}

func main() {
	port, folder := os.Args[1], os.Args[3]
	blob, err := base64.StdEncoding.DecodeString(os.Args[2])
	check(err, "no base64")
	hostKey, err := ssh.ParsePublicKey(blob)
	check(err, "no key")
	configuration := &ssh.ClientConfig{
		Config:            ssh.Config{RekeyThreshold: 1 << 16},
		User:              "agent",
		HostKeyCallback:   ssh.FixedHostKey(hostKey),
		HostKeyAlgorithms: []string{ssh.KeyAlgoED25519},
		Timeout:           time.Minute,
	}
	client, err := ssh.Dial("tcp", "127.0.0.1:"+port, configuration)
	check(err, "no connection")
	defer client.Close()

	output, shown, status := run(client, "cat "+folder+"srv/app.log", nil)
	require(output == "patient [SSN]\n" && shown == "" && status == 0, "cat", output, shown, status)
	_, _, status = run(client, "test -e "+folder+"srv/nothing", nil)
	require(status == 1, "test", status)
	_, shown, status = run(client, "id", nil)
	require(status == 126 && strings.Contains(shown, "no rule of the policy allows"), "id", shown, status)
	said := strings.Repeat("0123456789abcde\n", 1<<16)
	output, shown, status = run(client, "cat", strings.NewReader(said))
	require(output == said && status == 0, "cat of a megabyte", len(output), shown, status)

	files, err := sftp.NewClient(client)
	check(err, "no sftp")
	defer files.Close()
	bytes, err := os.ReadFile(folder + "big")
	check(err, "big")
	there, err := files.Create(folder + "in/go")
	check(err, "create")
	_, err = there.ReadFrom(strings.NewReader(string(bytes)))
	check(err, "write")
	check(there.Close(), "close")
	there, err = files.Open(folder + "in/go")
	check(err, "open")
	back, err := os.Create(folder + "back-go")
	check(err, "back")
	_, err = there.WriteTo(back)
	check(err, "read")
	check(back.Close(), "close")
	entries, err := files.ReadDir(folder + "in")
	check(err, "list")
	require(len(entries) == 1 && entries[0].Name() == "go", "list", entries)
	_, err = files.Open(folder + "srv/app.log")
	require(errors.Is(err, os.ErrPermission), "a file that no rule allows was opened", err)
}
