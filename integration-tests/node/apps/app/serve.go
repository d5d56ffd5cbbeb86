package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// reply is what a service says of itself, and of what it called to be able to answer.
type reply struct {
	Name    string           `json:"name"`
	Version string           `json:"version,omitempty"`
	Pod     string           `json:"pod"`
	Headers http.Header      `json:"headers,omitempty"`
	Calls   map[string]reply `json:"calls,omitempty"`
}

type service struct {
	name, version, pod string
	calls              map[string]string
	client             *http.Client
}

func serve() error {
	pod, _ := os.Hostname()
	calls, err := parseCalls(os.Getenv("CALLS"))
	if err != nil {
		return err
	}
	s := service{
		name: setting("NAME", "app"), version: os.Getenv("VERSION"), pod: pod, calls: calls,
		client: &http.Client{Timeout: 10 * time.Second},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", s.answer)
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/headers", func(w http.ResponseWriter, r *http.Request) {
		headers := r.Header.Clone()
		headers.Set("Host", r.Host)
		write(w, reply{Name: s.name, Version: s.version, Pod: s.pod, Headers: headers})
	})
	mux.HandleFunc("/status/{code}", func(w http.ResponseWriter, r *http.Request) {
		code, err := strconv.Atoi(r.PathValue("code"))
		if err != nil || code < 200 || code > 599 {
			code = http.StatusBadRequest
		}
		w.WriteHeader(code)
	})
	mux.HandleFunc("/delay/{duration}", func(w http.ResponseWriter, r *http.Request) {
		duration, err := time.ParseDuration(r.PathValue("duration"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		time.Sleep(duration)
		s.answer(w, r)
	})
	return listen(":"+setting("PORT", "9080"), mux)
}

// listen serves until it is asked to end, and then what is under way.
func listen(address string, handler http.Handler) error {
	server := &http.Server{Addr: address, Handler: handler}
	done := make(chan error, 1)
	asked, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		<-asked.Done()
		bounded, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		done <- server.Shutdown(bounded)
	}()
	log.Print("serving on ", address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-done
}

func (s service) answer(w http.ResponseWriter, r *http.Request) {
	answer := reply{Name: s.name, Version: s.version, Pod: s.pod}
	for name, url := range s.calls {
		called, err := s.call(r, url)
		if err != nil {
			log.Print(name, ": ", err)
			http.Error(w, name+": "+err.Error(), http.StatusBadGateway)
			return
		}
		if answer.Calls == nil {
			answer.Calls = map[string]reply{}
		}
		answer.Calls[name] = called
	}
	write(w, answer)
}

func (s service) call(r *http.Request, url string) (reply, error) {
	var called reply
	request, err := http.NewRequestWithContext(r.Context(), http.MethodGet, url, nil)
	if err != nil {
		return called, err
	}
	for _, name := range []string{"User", "X-Request-Id"} {
		if value := r.Header.Get(name); value != "" {
			request.Header.Set(name, value)
		}
	}
	response, err := s.client.Do(request)
	if err != nil {
		return called, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return called, err
	}
	if response.StatusCode != http.StatusOK {
		return called, fmt.Errorf("%s: %s", response.Status, body)
	}
	return called, json.Unmarshal(body, &called)
}

// parseCalls reads NAME=URL,NAME=URL.
func parseCalls(text string) (map[string]string, error) {
	calls := map[string]string{}
	for _, each := range strings.Split(text, ",") {
		if each == "" {
			continue
		}
		name, url, found := strings.Cut(each, "=")
		if !found {
			return nil, fmt.Errorf("CALLS: %q isn't NAME=URL", each)
		}
		calls[name] = url
	}
	return calls, nil
}

func write(w http.ResponseWriter, answer reply) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		log.Print(err)
	}
}

func setting(name, standard string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return standard
}
