package dev.sekisho.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The product's images, as {@code images/build} makes them. The folder that {@code SEKISHO_IMAGES}
 * names is taken as it is; else they are made first.
 */
final class ProductImages {
  private static final List<String> NAMES = List.of("control-plane", "proxy", "redirect");

  private ProductImages() {}

  /** Makes them usable by the node's Pods, unless they are already. */
  static void load(KubernetesNode node) {
    var there = node.inside("ctr", "-n", "k8s.io", "images", "list", "-q").orFail("list").out();
    if (there.contains("/sekisho/control-plane:")) {
      return;
    }
    var folder = folder();
    for (var name : NAMES) {
      node.load(folder.resolve(name + ".tar"));
    }
  }

  private static Path folder() {
    var given = System.getenv("SEKISHO_IMAGES");
    if (given != null && !given.isEmpty()) {
      return Tools.repository().resolve(given);
    }
    var build = Tools.repository().resolve("images/build");
    System.out.println("making the images of the product (minutes) ...");
    Command.run(List.of(build.toString()), Map.of(), "", Command.BUILD).orFail("images/build");
    var folder = Tools.repository().resolve("target/images");
    if (!Files.isDirectory(folder)) {
      throw new AssertionError("images/build left no " + folder);
    }
    return folder;
  }
}
