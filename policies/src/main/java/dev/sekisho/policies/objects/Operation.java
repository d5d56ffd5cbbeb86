package dev.sekisho.policies.objects;

/** What is done to the object. */
public enum Operation {
  CREATE,
  UPDATE,
  /** There is no object, only an old one. */
  DELETE,
  /** The object is the options of the connection. */
  CONNECT
}
