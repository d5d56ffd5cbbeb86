package dev.sekisho.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class on a whole Kubernetes node, given as a parameter of type {@link KubernetesNode}. The
 * node is shared by the JVM; before each class it is emptied of what others left. When a test
 * fails, what the Pods and the cluster said is shown and kept. Runs with the profile {@code node}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NodeExtension.class)
@interface NodeTest {}
