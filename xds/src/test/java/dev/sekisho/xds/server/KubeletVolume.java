package dev.sekisho.xds.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A volume of one file as kubelet's atomic writer lays it out: the file is a link through {@code
 * ..data}, which is renamed over when the content changes.
 */
final class KubeletVolume {
  private final Path folder;
  private final String name;
  private int version;

  KubeletVolume(Path folder, String name) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.name = name;
    Files.createSymbolicLink(file(), Path.of("..data", name));
  }

  Path file() {
    return folder.resolve(name);
  }

  void put(String content) throws IOException {
    version++;
    var fresh = Path.of("..version-" + version);
    Files.writeString(Files.createDirectory(folder.resolve(fresh)).resolve(name), content);
    var link = Files.createSymbolicLink(folder.resolve("..data_tmp"), fresh);
    Files.move(
        link,
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
