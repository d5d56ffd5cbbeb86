package dev.sekisho.benchmarks.mesh;

/**
 * Endpoint changes at one point of the table.
 *
 * @param p50 milliseconds from the write to a proxy's ACK, as is {@code p99}; over all proxies and
 *     changes
 * @param cpu microseconds of the server's CPU for each proxy and change, as is {@code swarmCpu} of
 *     the proxies'
 * @param bytes that a proxy is sent for a change
 * @param heap bytes of live heap for each proxy, beyond what there is without any
 * @param resident bytes of the server's memory
 */
record ChangePoint(
    Contender contender,
    int services,
    int proxies,
    long changes,
    double p50,
    double p99,
    double cpu,
    double swarmCpu,
    double bytes,
    double heap,
    long resident) {}
