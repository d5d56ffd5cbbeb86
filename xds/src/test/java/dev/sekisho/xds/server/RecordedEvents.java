package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.ResourceType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the server's events. */
final class RecordedEvents implements XdsEvents {
  final BlockingQueue<ConnectedProxy> connected = new LinkedBlockingQueue<>();
  final BlockingQueue<ConnectedProxy> disconnected = new LinkedBlockingQueue<>();
  final BlockingQueue<Nack> nacks = new LinkedBlockingQueue<>();
  final BlockingQueue<RejectReason> rejected = new LinkedBlockingQueue<>();
  final List<ResourceType> pushed = new CopyOnWriteArrayList<>();
  final BlockingQueue<ResourceType> acked = new LinkedBlockingQueue<>();

  @Override
  public void onConnected(ConnectedProxy proxy) {
    connected.add(proxy);
  }

  @Override
  public void onDisconnected(ConnectedProxy proxy) {
    disconnected.add(proxy);
  }

  @Override
  public void onPushed(ConnectedProxy proxy, ResourceType type, int count, int bytes) {
    pushed.add(type);
  }

  @Override
  public void onAcked(ConnectedProxy proxy, ResourceType type, Duration after) {
    acked.add(type);
  }

  @Override
  public void onNack(ConnectedProxy proxy, Nack nack) {
    nacks.add(nack);
  }

  @Override
  public void onRejected(String peer, RejectReason reason, String message) {
    rejected.add(reason);
  }
}
