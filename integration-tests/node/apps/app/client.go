package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// headers is a flag that may be given several times, as NAME=VALUE.
type headers http.Header

func (h headers) String() string { return "" }

func (h headers) Set(text string) error {
	name, value, found := strings.Cut(text, "=")
	if !found {
		return fmt.Errorf("%q isn't NAME=VALUE", text)
	}
	http.Header(h).Add(name, value)
	return nil
}

func get(arguments []string) error {
	given := headers{}
	flags := flag.NewFlagSet("get", flag.ContinueOnError)
	timeout := flags.Duration("timeout", 10*time.Second, "for the whole call")
	flags.Var(given, "H", "a header, NAME=VALUE")
	if err := flags.Parse(arguments); err != nil || flags.NArg() != 1 {
		return fmt.Errorf("get [-timeout DURATION] [-H NAME=VALUE]... URL")
	}
	client := &http.Client{Timeout: *timeout}
	request, err := request(context.Background(), flags.Arg(0), given)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	fmt.Println(response.StatusCode)
	if _, err := io.Copy(os.Stdout, response.Body); err != nil {
		return err
	}
	if response.StatusCode >= 400 {
		return fmt.Errorf("%s", response.Status)
	}
	return nil
}

func request(ctx context.Context, url string, given headers) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	for name, values := range given {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	if host := request.Header.Get("Host"); host != "" {
		request.Host = host
	}
	return request, nil
}

// load calls without waiting for answers to earlier calls, so that a slow server can't slow the calls down.
func load(arguments []string) error {
	given := headers{}
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	rate := flags.Int("rate", 100, "calls a second")
	duration := flags.Duration("for", 10*time.Second, "how long")
	flags.Var(given, "H", "a header, NAME=VALUE")
	if err := flags.Parse(arguments); err != nil || flags.NArg() != 1 || *rate < 1 {
		return fmt.Errorf("load [-rate N] [-for DURATION] [-H NAME=VALUE]... URL")
	}
	client := &http.Client{
		Timeout:   10 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: 30 * time.Second},
	}
	fmt.Println("calling", flags.Arg(0))
	asked, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var running sync.WaitGroup
	var lock sync.Mutex
	outcomes := map[string]int{}
	ticks := time.NewTicker(time.Second / time.Duration(*rate))
	defer ticks.Stop()
	end := time.After(*duration)
	for going := true; going; {
		select {
		case <-asked.Done():
			going = false
		case <-end:
			going = false
		case <-ticks.C:
			running.Add(1)
			go func() {
				defer running.Done()
				outcome := once(client, flags.Arg(0), given)
				lock.Lock()
				defer lock.Unlock()
				outcomes[outcome]++
			}()
		}
	}
	running.Wait()
	return json.NewEncoder(os.Stdout).Encode(outcomes)
}

func once(client *http.Client, url string, given headers) string {
	request, err := request(context.Background(), url, given)
	if err != nil {
		return err.Error()
	}
	response, err := client.Do(request)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err.Error()
	}
	if response.StatusCode != http.StatusOK {
		return strings.TrimSpace(strconv.Itoa(response.StatusCode) + " " + string(body))
	}
	return "200"
}

func lookup(arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("lookup HOST")
	}
	addresses, err := net.LookupHost(arguments[0])
	if err == nil {
		fmt.Println(strings.Join(addresses, "\n"))
	}
	return err
}
