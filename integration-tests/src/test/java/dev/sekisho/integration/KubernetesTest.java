package dev.sekisho.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class against a real API server, given as a parameter of type {@link Cluster}. The server
 * is shared by the JVM and emptied before each class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KubernetesExtension.class)
@interface KubernetesTest {
  /** An API server for this class alone, which the class may stop. */
  boolean ownServer() default false;

  /** An API server for this class alone whose audit log is of everybody's requests. */
  boolean audited() default false;
}
