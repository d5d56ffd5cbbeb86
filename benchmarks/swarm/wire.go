package main

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// errWire is what anything but protobuf's wire format is answered with.
var errWire = errors.New("not the wire format of protobuf")

const (
	wireVarint = 0
	wireFixed8 = 1
	wireBytes  = 2
	wireFixed4 = 5
)

// fields calls visit for each field of a message: with the bytes of those that have a length, with the number of
// varints, with neither for the others. start and end are the places of the whole field. It stops at an error.
func fields(message []byte, visit func(number int, value uint64, bytes []byte, start, end int) error) error {
	for at := 0; at < len(message); {
		start := at
		tag, n := binary.Uvarint(message[at:])
		if n <= 0 {
			return errWire
		}
		at += n
		var value uint64
		var content []byte
		switch tag & 7 {
		case wireVarint:
			if value, n = binary.Uvarint(message[at:]); n <= 0 {
				return errWire
			}
			at += n
		case wireBytes:
			length, n := binary.Uvarint(message[at:])
			if n <= 0 || length > uint64(len(message)-at-n) {
				return errWire
			}
			at += n
			content = message[at : at+int(length)]
			at += int(length)
		case wireFixed8:
			at += 8
		case wireFixed4:
			at += 4
		default:
			return errWire
		}
		if at > len(message) {
			return errWire
		}
		if err := visit(int(tag>>3), value, content, start, at); err != nil {
			return err
		}
	}
	return nil
}

// appendBytes adds a field with a length: a string, bytes or a message.
func appendBytes[T string | []byte](to []byte, number int, content T) []byte {
	to = binary.AppendUvarint(to, uint64(number<<3|wireBytes))
	to = binary.AppendUvarint(to, uint64(len(content)))
	return append(to, content...)
}

func appendBool(to []byte, number int, value bool) []byte {
	to = binary.AppendUvarint(to, uint64(number<<3|wireVarint))
	if value {
		return append(to, 1)
	}
	return append(to, 0)
}

func appendDouble(to []byte, number int, value float64) []byte {
	to = binary.AppendUvarint(to, uint64(number<<3|wireFixed8))
	return binary.LittleEndian.AppendUint64(to, math.Float64bits(value))
}

// appendStruct adds the fields of a google.protobuf.Struct, which is what a node's metadata is, in order of name.
func appendStruct(to []byte, object map[string]any) []byte {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		to = appendBytes(to, 1, appendBytes(appendBytes(nil, 1, name), 2, appendValue(nil, object[name])))
	}
	return to
}

func appendValue(to []byte, value any) []byte {
	switch v := value.(type) {
	case float64:
		return appendDouble(to, 2, v)
	case string:
		return appendBytes(to, 3, v)
	case bool:
		return appendBool(to, 4, v)
	case map[string]any:
		return appendBytes(to, 5, appendStruct(nil, v))
	case []any:
		var list []byte
		for _, element := range v {
			list = appendBytes(list, 1, appendValue(nil, element))
		}
		return appendBytes(to, 6, list)
	default:
		return append(to, 1<<3|wireVarint, 0) // null
	}
}
