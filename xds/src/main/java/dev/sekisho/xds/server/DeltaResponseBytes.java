package dev.sekisho.xds.server;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A response in the wire format of {@link DeltaDiscoveryResponse}: a few fields of its own around
 * the resources' shared bytes, which go from the cache into gRPC's buffers without being encoded
 * again.
 */
final class DeltaResponseBytes extends InputStream implements KnownLength, Drainable {
  private static final String IDENTIFIER_PREFIX = "sekisho/";

  /** Bytes; what is smaller is written together. */
  private static final int BUFFER = 4 << 10;

  private final DeltaResponse response;
  private final int size;
  private final ControlPlane controlPlane;
  private boolean drained;
  private InputStream rest = InputStream.nullInputStream();

  DeltaResponseBytes(DeltaResponse response) {
    this.response = response;
    this.controlPlane = controlPlane(response.revision());
    this.size = computeSize();
  }

  /** Who answers: Sekisho, with the revision that its answer was made from. */
  static ControlPlane controlPlane(String revision) {
    return ControlPlane.newBuilder().setIdentifier(IDENTIFIER_PREFIX + revision).build();
  }

  /** The number of bytes in all. */
  int size() {
    return size;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    if (drained) {
      return (int) rest.transferTo(target);
    }
    drained = true;
    var out = CodedOutputStream.newInstance(target, Math.min(size, BUFFER));
    out.writeString(DeltaDiscoveryResponse.SYSTEM_VERSION_INFO_FIELD_NUMBER, response.revision());
    out.flush(); // what follows isn't copied into its buffer first
    var past = new PastBuffer(target);
    for (var resource : response.resources()) {
      UnsafeByteOperations.unsafeWriteTo(resource.entry(), past);
    }
    out.writeString(DeltaDiscoveryResponse.TYPE_URL_FIELD_NUMBER, response.type().typeUrl());
    out.writeString(DeltaDiscoveryResponse.NONCE_FIELD_NUMBER, response.nonce());
    for (var name : response.removed()) {
      out.writeString(DeltaDiscoveryResponse.REMOVED_RESOURCES_FIELD_NUMBER, name);
    }
    out.writeMessage(DeltaDiscoveryResponse.CONTROL_PLANE_FIELD_NUMBER, controlPlane);
    out.flush();
    return size;
  }

  private int computeSize() {
    var bytes =
        CodedOutputStream.computeStringSize(
            DeltaDiscoveryResponse.SYSTEM_VERSION_INFO_FIELD_NUMBER, response.revision());
    for (var resource : response.resources()) {
      bytes += resource.entry().size();
    }
    bytes +=
        CodedOutputStream.computeStringSize(
            DeltaDiscoveryResponse.TYPE_URL_FIELD_NUMBER, response.type().typeUrl());
    bytes +=
        CodedOutputStream.computeStringSize(
            DeltaDiscoveryResponse.NONCE_FIELD_NUMBER, response.nonce());
    for (var name : response.removed()) {
      bytes +=
          CodedOutputStream.computeStringSize(
              DeltaDiscoveryResponse.REMOVED_RESOURCES_FIELD_NUMBER, name);
    }
    return bytes
        + CodedOutputStream.computeMessageSize(
            DeltaDiscoveryResponse.CONTROL_PLANE_FIELD_NUMBER, controlPlane);
  }

  @Override
  public int available() throws IOException {
    return drained ? rest.available() : size;
  }

  /** For readers that don't drain, such as a compressor: only then is the whole copied. */
  @Override
  public int read() throws IOException {
    return copied().read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return copied().read(buffer, offset, length);
  }

  private InputStream copied() throws IOException {
    if (!drained) {
      var copy = new ByteArrayOutputStream(size);
      drainTo(copy);
      rest = new ByteArrayInputStream(copy.toByteArray());
    }
    return rest;
  }
}
