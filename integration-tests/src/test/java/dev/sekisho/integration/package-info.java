/**
 * End-to-end tests: etcd, kube-apiserver, kubectl, Envoy and the control plane as real processes on
 * this machine. The control plane is used as its users use it, by its command line and its ports.
 */
@NullMarked
package dev.sekisho.integration;

import org.jspecify.annotations.NullMarked;
