package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_PEM;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_LARGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads PEM blocks (RFC 7468, and the headers of RFC 1421) out of a text. Strict about the blocks,
 * tolerant of what is around them: other text, any line ends, indentation, a byte order mark.
 * Messages name lines, and never quote the text: any of it may be a key.
 */
final class PemReader {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private final String subject;
  private final List<PemBlock> blocks = new ArrayList<>();
  private final List<CertificateProblem> problems = new ArrayList<>();
  private Optional<OpenBlock> open = Optional.empty();

  private PemReader(String subject) {
    this.subject = subject;
  }

  /** The blocks in their order, possibly none, or all that is wrong. */
  static LoadResult<List<PemBlock>> read(String subject, byte[] text, int maxBytes) {
    if (text.length > maxBytes) {
      return LoadResult.refused(
          TOO_LARGE, subject, "%d bytes (expected: <= %d)".formatted(text.length, maxBytes));
    }
    var reader = new PemReader(subject);
    var lines = new String(text, ISO_8859_1).lines().toList();
    for (var i = 0; i < lines.size(); i++) {
      reader.line(i + 1, withoutMark(lines.get(i)).strip());
    }
    reader.open.ifPresent(reader::reportUnended);
    return reader.problems.isEmpty()
        ? new LoadResult.Loaded<>(List.copyOf(reader.blocks))
        : new LoadResult.Refused<>(reader.problems);
  }

  private static String withoutMark(String line) {
    return line.startsWith(BYTE_ORDER_MARK) ? line.substring(BYTE_ORDER_MARK.length()) : line;
  }

  private void line(int number, String line) {
    if (line.startsWith("-----BEGIN")) {
      open.ifPresent(this::reportUnended);
      begin(number, line);
    } else if (line.startsWith("-----END")) {
      open.ifPresent(block -> end(block, line));
      open = Optional.empty();
    } else {
      open.ifPresent(block -> block.add(line));
    }
  }

  private void begin(int number, String line) {
    var matcher = BEGIN.matcher(line);
    if (matcher.matches()) {
      open = Optional.of(new OpenBlock(matcher.group(1), number));
    } else {
      open = Optional.empty();
      report(number, "not a whole BEGIN line; have the line breaks been lost?");
    }
  }

  private void end(OpenBlock block, String line) {
    if (!line.equals("-----END " + block.label + "-----")) {
      report(block.line, "the END line of this block doesn't match its BEGIN");
      return;
    }
    try {
      var content = Base64.getDecoder().decode(block.body.toString());
      blocks.add(new PemBlock(block.label, block.line, block.encrypted, content));
    } catch (IllegalArgumentException e) {
      report(block.line, "the content of this block isn't base64");
    }
  }

  private void reportUnended(OpenBlock block) {
    report(block.line, "this block has no END line; is the text cut off?");
  }

  private void report(int number, String message) {
    problems.add(
        new CertificateProblem(MALFORMED_PEM, subject, "line %d: %s".formatted(number, message)));
  }

  /** A block whose END hasn't come yet. */
  private static final class OpenBlock {
    private final String label;
    private final int line;
    private final StringBuilder body = new StringBuilder();
    private boolean encrypted;

    OpenBlock(String label, int line) {
      this.label = label;
      this.line = line;
    }

    void add(String text) {
      // A colon never occurs in base64, so such a line is a header.
      if (text.indexOf(':') < 0) {
        body.append(text);
      } else if (text.toUpperCase(Locale.ROOT).contains("ENCRYPTED")) {
        encrypted = true;
      }
    }
  }
}
