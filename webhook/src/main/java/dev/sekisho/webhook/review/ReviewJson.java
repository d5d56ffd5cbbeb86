package dev.sekisho.webhook.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How JSON is read and written here: strictly, and within bounds that no input can pass. */
final class ReviewJson {

  /** Levels of nesting. OpenAPI schemas in custom resource definitions are deepest, under 100. */
  static final int MAX_DEPTH = 256;

  /** Characters of a number. Those of Kubernetes have 64 bits: 20, or 25 with an exponent. */
  static final int MAX_NUMBER_LENGTH = 100;

  /** Bytes of a key. Annotation keys have at most 317, keys of managed fields can be longer. */
  static final int MAX_NAME_LENGTH = 50_000;

  /**
   * Tokens of a document: what bounds the memory of its tree. Managed fields are densest, about
   * four bytes for each token in two objects of 3 MiB each.
   */
  static final long MAX_TOKENS = 2_000_000;

  private ReviewJson() {}

  /**
   * @param maxBytes of a document
   */
  static JsonMapper mapper(int maxBytes) {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(maxBytes)
                    .maxDocumentLength(maxBytes)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            // Interned names would outlive the document, and any client can make up new ones.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // A lone surrogate from an object can't be written as UTF-8, but it can be escaped.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    return JsonMapper.builder(factory)
        // Asks the tree that is being built; the parser's own detection keeps sets of names
        // besides.
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .build();
  }
}
