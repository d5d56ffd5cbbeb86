package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"
)

// patience is how long one answer may take.
const patience = 60 * time.Second

var (
	headEnd       = []byte("\r\n\r\n")
	statusOK      = []byte("HTTP/1.1 200 ")
	contentLength = []byte("content-length:")
	yes           = []byte(`"allowed":true`)
	no            = []byte(`"allowed":false`)
)

// client is one connection.
type client struct {
	options   options
	review    *review
	next      *atomic.Int64
	conn      *tls.Conn
	buffer    []byte
	latencies []time.Duration
	completed int
	denied    int
	wrong     int
	errors    int
	problem   string
}

func newClient(o options, template []byte, next *atomic.Int64) (*client, error) {
	review, err := newReview(o.path, o.address, template)
	if err != nil {
		return nil, err
	}
	c := &client{options: o, review: review, next: next, buffer: make([]byte, 64<<10),
		latencies: make([]time.Duration, 0, 1<<16)}
	return c, c.connect()
}

func (c *client) connect() (err error) {
	// Who answers is no question here: the server is our own child.
	c.conn, err = tls.Dial("tcp", c.options.address,
		&tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}})
	return err
}

// run asks until the window ends. Throughput counts answers that came within it; latencies also those of requests
// that began in it and were answered later, or a slow server would hide its slowest answers.
func (c *client) run(w window) {
	defer func() { c.conn.Close() }()
	for {
		began := time.Now()
		if !began.Before(w.end) {
			return
		}
		uid, allowed := c.review.fill(c.next.Add(1)-1, c.options.existing, c.options.namespaces)
		allowed = allowed || verdict(c.options.allAllowed)
		answer, err := c.exchange(began.Add(patience))
		ended := time.Now()
		measured := !ended.Before(w.start)
		if err != nil {
			c.fail(err.Error(), measured)
			c.conn.Close()
			if err := c.connect(); err != nil {
				c.fail(err.Error(), true)
				return
			}
			continue
		}
		right := bytes.Contains(answer, uid) && bytes.Contains(answer, yes) == bool(allowed) &&
			bytes.Contains(answer, no) != bool(allowed)
		if !right {
			c.wrong++ // also while warming up: never to be
			c.problem = fmt.Sprintf("expected allowed=%v, got %.300s", allowed, answer)
		}
		if measured {
			c.latencies = append(c.latencies, ended.Sub(began))
			if ended.Before(w.end) {
				c.completed++
				if !allowed {
					c.denied++
				}
			}
		}
	}
}

func (c *client) fail(problem string, measured bool) {
	if measured {
		c.errors++
	}
	c.problem = problem
}

// exchange sends the request and returns the answer's body, which is good until the next call.
func (c *client) exchange(deadline time.Time) ([]byte, error) {
	c.conn.SetDeadline(deadline)
	if _, err := c.conn.Write(c.review.bytes); err != nil {
		return nil, err
	}
	filled, head, total := 0, -1, 0
	for head < 0 || filled < total {
		if filled == len(c.buffer) {
			return nil, errors.New("answer larger than 64 KiB")
		}
		n, err := c.conn.Read(c.buffer[filled:])
		filled += n
		if err != nil {
			return nil, err
		}
		if head < 0 {
			if head = bytes.Index(c.buffer[:filled], headEnd); head >= 0 {
				length, err := bodyLength(c.buffer[:head])
				if err != nil {
					return nil, err
				}
				total = head + len(headEnd) + length
			}
		}
	}
	if filled > total {
		return nil, errors.New("more than one answer")
	}
	return c.buffer[head+len(headEnd) : total], nil
}

func bodyLength(head []byte) (int, error) {
	if !bytes.HasPrefix(head, statusOK) {
		return 0, fmt.Errorf("answered %.60q", head)
	}
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		if len(line) > len(contentLength) && bytes.EqualFold(line[:len(contentLength)], contentLength) {
			return strconv.Atoi(string(bytes.TrimSpace(line[len(contentLength):])))
		}
	}
	return 0, errors.New("answer without Content-Length")
}
