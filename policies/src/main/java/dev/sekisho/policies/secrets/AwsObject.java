package dev.sekisho.policies.secrets;

import java.util.List;
import java.util.Optional;

/**
 * One entry of the AWS provider's {@code parameters.objects}.
 *
 * @param failover the name of the object in the failover region
 * @param fieldPath {@code spec.parameters.objects[0]}
 * @see <a href="https://github.com/aws/secrets-store-csi-driver-provider-aws">the provider</a>
 */
record AwsObject(
    String name,
    Optional<String> alias,
    Optional<String> type,
    List<JmesPath> jmesPaths,
    Optional<String> failover,
    String fieldPath) {

  private static final String ARN = "arn:";
  private static final int ARN_SERVICE = 2;
  private static final int ARN_PARTS = 6;
  private static final String SECRET = "secret:";
  private static final String PARAMETER = "parameter/";

  AwsObject {
    jmesPaths = List.copyOf(jmesPaths);
  }

  /** A part of the object, mounted as a file of its own. */
  record JmesPath(String path, String alias, String fieldPath) {}

  static boolean isArn(String name) {
    return name.startsWith(ARN);
  }

  /** The service of an ARN; empty if the text is too short for one. */
  static Optional<String> serviceOf(String arn) {
    var parts = arn.split(":", ARN_PARTS);
    return parts.length < ARN_PARTS ? Optional.empty() : Optional.of(parts[ARN_SERVICE]);
  }

  /** The name by which the service knows the object: of an ARN its resource part. */
  static String resourceOf(String name) {
    var parts = name.split(":", ARN_PARTS);
    if (!isArn(name) || parts.length < ARN_PARTS) {
      return name;
    }
    String resource = parts[ARN_PARTS - 1];
    if (resource.startsWith(PARAMETER)) {
      return resource.substring(PARAMETER.length() - 1); // the slash belongs to the name
    }
    return resource.startsWith(SECRET) ? resource.substring(SECRET.length()) : resource;
  }
}
