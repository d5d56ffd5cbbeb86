package dev.sekisho.xds.model;

import java.util.Optional;

/**
 * A TCP port of a Service.
 *
 * @param name empty text where the Service's only port has none
 * @param appProtocol as written
 */
public record ServicePort(String name, int number, Optional<String> appProtocol) {}
