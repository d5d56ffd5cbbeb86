package dev.sekisho.webhook.review;

import java.nio.charset.StandardCharsets;

/** Reviews to test with. */
public final class Reviews {

  /** Stands in the object; nothing that is printed may contain it. */
  public static final String CONFIDENTIAL = "hunter2";

  private Reviews() {}

  /** The creation of an Ingress, as the API server sends it. */
  public static String create(String version, String uid) {
    return
"""
{"apiVersion": "admission.k8s.io/%s", "kind": "AdmissionReview", "request": {
  "uid": "%s",
  "kind": {"group": "networking.k8s.io", "version": "v1", "kind": "Ingress"},
  "resource": {"group": "networking.k8s.io", "version": "v1", "resource": "ingresses"},
  "requestKind": {"group": "extensions", "version": "v1beta1", "kind": "Ingress"},
  "name": "front", "namespace": "qa", "operation": "CREATE",
  "userInfo": {"username": "jane", "uid": "u-1", "groups": ["dev", "system:authenticated"],
    "extra": {"example.org/scopes": ["b", "a"]}},
  "object": {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
    "metadata": {"name": "front", "namespace": "qa", "annotations": {"note": "%s"}},
    "spec": {"rules": [{"host": "signin.acmecorp.com"}]}},
  "oldObject": null, "dryRun": false,
  "options": {"kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1"}}}
"""
        .formatted(version, uid, CONFIDENTIAL);
  }

  /** A review with this in place of its object. */
  public static String withObject(String object) {
    return
"""
{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u",
 "kind": {"version": "v1", "kind": "Pod"}, "operation": "CREATE", "object": %s}}
"""
        .formatted(object);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
