package dev.sekisho.xds.model.sidecar;

import dev.sekisho.xds.model.ClusterRef;

/**
 * A port of a workload that Services lead to.
 *
 * @param number of the workload, which its Services' port may differ from
 * @param service the port of the Service that requests are counted for; where several lead here,
 *     the first
 */
public record InboundPort(int number, PortProtocol protocol, ClusterRef service) {}
