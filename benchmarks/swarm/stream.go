package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"

	"golang.org/x/net/http2/hpack"
)

// Frames of HTTP/2 (RFC 9113, section 6).
const (
	frameData         = 0
	frameHeaders      = 1
	frameReset        = 3
	frameSettings     = 4
	framePing         = 6
	frameGoAway       = 7
	frameWindow       = 8
	frameContinuation = 9

	flagEnd    = 0x1 // of a stream; for SETTINGS and PING it means ACK
	flagEndHdr = 0x4
	flagPadded = 0x8
	flagWeight = 0x20

	settingWindow = 4
	settingFrame  = 5

	preface       = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	defaultWindow = 65535
	maxMessage    = 64 << 20
)

// ownWindow is how much a server may send before it is told that it was read: as much as to Envoy.
var ownWindow = 256 << 20

// stream is a connection with one gRPC call on it. It speaks just enough HTTP/2 for that, since whatever it costs is
// taken from the server on the same machine. One goroutine receives; any may send.
type stream struct {
	conn     net.Conn
	in       *bufio.Reader
	headers  *hpack.Decoder
	trailers map[string]string
	block    []byte
	message  []byte
	prefix   [5]byte // of a message: the flag and the length
	head     int     // bytes of the prefix that are there
	missing  int     // bytes of the message
	left     int     // bytes of the frame
	unseen   int     // bytes that the peer wasn't told of yet
	received atomic.Int64

	mutex        sync.Mutex
	out          []byte
	queue        []byte
	connWindow   int64
	streamWindow int64
	peerWindow   int64
	peerFrame    int
}

// errEnded is how a call ended.
type errEnded struct {
	status, message string
}

func (e errEnded) Error() string {
	return fmt.Sprintf("the call ended: status %s %s", e.status, e.message)
}

// open starts the call on a fresh connection, with its first messages.
func open(conn net.Conn, authority, scheme, path, token string, messages ...[]byte) (*stream, error) {
	s := &stream{conn: conn, in: bufio.NewReaderSize(conn, 16<<10), trailers: map[string]string{},
		connWindow: defaultWindow, streamWindow: defaultWindow, peerWindow: defaultWindow, peerFrame: 16 << 10}
	s.headers = hpack.NewDecoder(4096, func(f hpack.HeaderField) { s.trailers[f.Name] = f.Value })
	s.out = append(s.out, preface...)
	s.out = appendFrame(s.out, frameSettings, 0, 0, setting(setting(nil, 2, 0), settingWindow, uint32(ownWindow)))
	s.out = appendFrame(s.out, frameWindow, 0, 0, binary.BigEndian.AppendUint32(nil, uint32(ownWindow-defaultWindow)))
	head := header(nil, ":method", "POST")
	head = header(head, ":scheme", scheme)
	head = header(head, ":path", path)
	head = header(head, ":authority", authority)
	head = header(head, "content-type", "application/grpc")
	head = header(head, "te", "trailers")
	if token != "" {
		head = header(head, "authorization", "Bearer "+token)
	}
	s.out = appendFrame(s.out, frameHeaders, flagEndHdr, 1, head)
	return s, s.send(messages...)
}

func setting(to []byte, id uint16, value uint32) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16(to, id), value)
}

// header adds a literal field that isn't indexed (RFC 7541, section 6.2.2), without Huffman coding.
func header(to []byte, name, value string) []byte {
	return literal(literal(append(to, 0), name), value)
}

func literal(to []byte, text string) []byte {
	const most = 127
	if len(text) < most {
		to = append(to, byte(len(text)))
	} else {
		to = binary.AppendUvarint(append(to, most), uint64(len(text)-most))
	}
	return append(to, text...)
}

func appendFrame(to []byte, kind, flags byte, id uint32, payload []byte) []byte {
	n := len(payload)
	to = append(to, byte(n>>16), byte(n>>8), byte(n), kind, flags)
	return append(binary.BigEndian.AppendUint32(to, id), payload...)
}

// send writes messages, or as much of them as the peer takes at once; the rest follows as it takes more.
func (s *stream) send(messages ...[]byte) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, m := range messages {
		s.queue = append(s.queue, 0)
		s.queue = binary.BigEndian.AppendUint32(s.queue, uint32(len(m)))
		s.queue = append(s.queue, m...)
	}
	return s.flush()
}

// flush is called under the mutex.
func (s *stream) flush() error {
	for len(s.queue) > 0 {
		n := min(len(s.queue), s.peerFrame, int(min(s.connWindow, s.streamWindow)))
		if n <= 0 {
			break
		}
		s.out = appendFrame(s.out, frameData, 0, 1, s.queue[:n])
		s.queue = s.queue[n:]
		s.connWindow -= int64(n)
		s.streamWindow -= int64(n)
	}
	if len(s.queue) == 0 {
		s.queue = nil
	}
	if len(s.out) == 0 {
		return nil
	}
	_, err := s.conn.Write(s.out)
	if s.out = s.out[:0]; cap(s.out) > 64<<10 {
		s.out = nil
	}
	return err
}

// receive returns the next message, which is good until the next call.
func (s *stream) receive() ([]byte, error) {
	s.message = recycle(s.message)
	for {
		if s.left > 0 {
			done, err := s.data()
			if err != nil || done {
				return s.message, err
			}
		}
		if err := s.frame(); err != nil {
			return nil, err
		}
	}
}

// frame reads the next frame, of DATA only the head.
func (s *stream) frame() error {
	var head [9]byte
	if _, err := io.ReadFull(s.in, head[:]); err != nil {
		return fmt.Errorf("the connection ended: %w", err)
	}
	length := int(head[0])<<16 | int(head[1])<<8 | int(head[2])
	s.received.Add(int64(length + len(head)))
	kind, flags := head[3], head[4]
	if kind == frameData {
		if flags&(flagPadded|flagEnd) != 0 {
			return errEnded{"?", "data that is padded, or the last"}
		}
		s.left = length
		if s.unseen += length; s.unseen > ownWindow/4 {
			return s.grant()
		}
		return nil
	}
	payload := make([]byte, length)
	if _, err := io.ReadFull(s.in, payload); err != nil {
		return fmt.Errorf("the connection ended: %w", err)
	}
	return s.control(kind, flags, binary.BigEndian.Uint32(head[5:]), payload)
}

// data reads on in a DATA frame, to its end or to that of a message; a frame may hold several.
func (s *stream) data() (done bool, err error) {
	for s.left > 0 {
		if s.head < len(s.prefix) {
			n, err := s.in.Read(s.prefix[s.head : s.head+min(s.left, len(s.prefix)-s.head)])
			if err != nil {
				return false, err
			}
			s.left -= n
			if s.head += n; s.head < len(s.prefix) {
				continue
			}
			s.missing = int(binary.BigEndian.Uint32(s.prefix[1:]))
			if s.prefix[0] != 0 || s.missing > maxMessage {
				return false, fmt.Errorf("a message of %d bytes, compressed: %d", s.missing, s.prefix[0])
			}
			s.message = buffer(s.missing)
		} else {
			n, at := min(s.left, s.missing), len(s.message)
			s.message = s.message[:at+n]
			if _, err := io.ReadFull(s.in, s.message[at:]); err != nil {
				return false, err
			}
			s.missing -= n
			s.left -= n
		}
		if s.missing == 0 {
			s.head = 0
			return true, nil
		}
	}
	return false, nil
}

// grant lets the peer send on.
func (s *stream) grant() error {
	more := binary.BigEndian.AppendUint32(nil, uint32(s.unseen))
	s.unseen = 0
	return s.write(func() {
		s.out = appendFrame(s.out, frameWindow, 0, 0, more)
		s.out = appendFrame(s.out, frameWindow, 0, 1, more)
	})
}

func (s *stream) write(add func()) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	add()
	return s.flush()
}

func (s *stream) control(kind, flags byte, id uint32, payload []byte) error {
	switch kind {
	case frameHeaders, frameContinuation:
		return s.headerBlock(kind, flags, payload)
	case frameReset:
		return errEnded{"reset", fmt.Sprint(binary.BigEndian.Uint32(payload))}
	case frameGoAway:
		if code := binary.BigEndian.Uint32(payload[4:]); code != 0 {
			return errEnded{"goaway", fmt.Sprintf("%d %s", code, payload[8:])}
		}
	case framePing:
		if flags&flagEnd == 0 {
			return s.write(func() { s.out = appendFrame(s.out, framePing, flagEnd, 0, payload) })
		}
	case frameSettings:
		if flags&flagEnd == 0 {
			return s.write(func() { s.settings(payload) })
		}
	case frameWindow:
		return s.write(func() {
			if more := int64(binary.BigEndian.Uint32(payload)); id == 0 {
				s.connWindow += more
			} else {
				s.streamWindow += more
			}
		})
	}
	return nil
}

// headerBlock reads headers or trailers; the latter end the call.
func (s *stream) headerBlock(kind, flags byte, payload []byte) error {
	if kind == frameHeaders {
		if flags&flagWeight != 0 {
			payload = payload[5:]
		}
		s.block = append(s.block[:0], flags&flagEnd)
	}
	s.block = append(s.block, payload...)
	if flags&flagEndHdr == 0 {
		return nil
	}
	if _, err := s.headers.Write(s.block[1:]); err != nil {
		return err
	}
	if s.block[0] == 0 {
		if status := s.trailers[":status"]; status != "200" {
			return errEnded{"HTTP " + status, ""}
		}
		return nil
	}
	text, err := url.PathUnescape(s.trailers["grpc-message"])
	if err != nil {
		text = s.trailers["grpc-message"]
	}
	return errEnded{s.trailers["grpc-status"], text}
}

func (s *stream) settings(payload []byte) {
	for ; len(payload) >= 6; payload = payload[6:] {
		value := binary.BigEndian.Uint32(payload[2:])
		switch binary.BigEndian.Uint16(payload) {
		case settingWindow:
			s.streamWindow += int64(value) - s.peerWindow
			s.peerWindow = int64(value)
		case settingFrame:
			s.peerFrame = int(value)
		}
	}
	s.out = appendFrame(s.out, frameSettings, flagEnd, 0, nil)
}

// Large messages come seldom, to all proxies, so that they share what these are read into.
const large = 32 << 10

var buffers sync.Pool

func buffer(size int) []byte {
	if size >= large {
		if b, ok := buffers.Get().(*[]byte); ok && cap(*b) >= size {
			return (*b)[:0]
		}
	}
	return make([]byte, 0, size)
}

func recycle(b []byte) []byte {
	if cap(b) >= large {
		buffers.Put(&b)
	}
	return nil
}
