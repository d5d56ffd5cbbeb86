package dev.sekisho.xds.model;

/** One route of a virtual host. */
public record Route(PathMatch match, RouteAction action) {}
