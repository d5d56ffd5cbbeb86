// Command app is what the tests' Pods run: a service whose part is given by its environment, or a client.
//
//	app serve                       answers on PORT (9080) as NAME and VERSION, after calling what CALLS names
//	app get [-H NAME=VALUE] URL     prints the status and the body; exit code 0 for a status below 400
//	app load -rate N -for DURATION URL   calls at a steady rate; prints how often each outcome came, as a line of JSON
//	app lookup HOST                 prints its addresses
//	app cat FILE                    prints a file
//	app hold DURATION               ends after that
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	arguments := os.Args[1:]
	if len(arguments) == 0 {
		arguments = []string{"serve"}
	}
	var err error
	switch arguments[0] {
	case "serve":
		err = serve()
	case "get":
		err = get(arguments[1:])
	case "load":
		err = load(arguments[1:])
	case "lookup":
		err = lookup(arguments[1:])
	case "cat":
		err = cat(arguments[1:])
	case "hold":
		err = hold(arguments[1:])
	default:
		err = fmt.Errorf("unknown command %q", arguments[0])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "app:", err)
		os.Exit(1)
	}
}

func cat(arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("cat FILE")
	}
	text, err := os.ReadFile(arguments[0])
	if err == nil {
		_, err = os.Stdout.Write(text)
	}
	return err
}

func hold(arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("hold DURATION")
	}
	duration, err := time.ParseDuration(arguments[0])
	if err == nil {
		time.Sleep(duration)
	}
	return err
}
