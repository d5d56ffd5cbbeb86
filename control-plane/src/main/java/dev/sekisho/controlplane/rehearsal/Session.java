package dev.sekisho.controlplane.rehearsal;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.source.PolicyFiles;
import dev.sekisho.policies.parse.PolicyProblem;
import dev.sekisho.policies.parse.yaml.ManifestDocument;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import dev.sekisho.webhook.review.AdmissionReviewCodec;
import dev.sekisho.webhook.review.DecodedReview;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers AdmissionReviews and objects one after the other, in the order in which they stand, each
 * in view of those before it.
 */
public final class Session {

  private static final String REVIEW = "AdmissionReview";
  private static final int MAX_REVIEW = 16 << 20;

  private final Rehearsal rehearsal;
  private final String ownNamespace;
  private final String defaultNamespace;
  private final AdmissionReviewCodec codec = new AdmissionReviewCodec(MAX_REVIEW);

  /**
   * @param defaultNamespace where objects go that name no namespace
   */
  public Session(Rehearsal rehearsal, String ownNamespace, String defaultNamespace) {
    this.rehearsal = rehearsal;
    this.ownNamespace = ownNamespace;
    this.defaultNamespace = defaultNamespace;
  }

  /**
   * Takes what is there already, without a review.
   *
   * @throws StartupException naming the place, if something of it can't be read
   */
  public void add(List<InputText> texts) {
    for (InputText text : texts) {
      for (ObjectNode object : objects(text)) {
        refuseBroken(text, rehearsal.add(ObjectNames.placedIn(object, defaultNamespace)));
      }
    }
  }

  /**
   * Answers all that is in the text.
   *
   * @throws StartupException naming the place, if something of it can't be read; what stands before
   *     it has been answered
   */
  public void review(InputText text, Consumer<Outcome> answer) {
    for (ObjectNode object : objects(text)) {
      answer.accept(
          object.path("kind").asText().equals(REVIEW)
              ? answerReview(text, object)
              : rehearsal.submit(ObjectNames.placedIn(object, defaultNamespace)));
    }
  }

  private Outcome answerReview(InputText text, ObjectNode review) {
    var decoded = codec.decode(review.toString().getBytes(StandardCharsets.UTF_8));
    return switch (decoded) {
      case DecodedReview.Accepted accepted -> rehearsal.submit(accepted.request().subject());
      case DecodedReview.Rejected rejected ->
          throw new StartupException(INPUT, text.name() + ": " + rejected.reason());
    };
  }

  /** The objects of a text; its bare policies take effect. */
  private List<ObjectNode> objects(InputText text) {
    var manifest = ManifestReader.read(text.text());
    for (var problem : manifest.problems()) {
      throw new StartupException(INPUT, text.name() + ":" + problem);
    }
    if (manifest.holdsPolicies()) {
      refuseBroken(
          text,
          rehearsal.add(
              PolicyFiles.configMap(ownNamespace, text.name(), text.name(), text.text())));
    }
    var objects = manifest.documents().stream().filter(d -> !d.isPolicy()).toList();
    for (ManifestDocument document : objects) {
      boolean review = document.kind().equals(REVIEW);
      if (!review && !ObjectNames.hasName(document.object())) {
        throw new StartupException(
            INPUT,
            text.name()
                + ":"
                + document.position("metadata")
                + ": "
                + document.kind()
                + " without metadata.name: give it one");
      }
    }
    return objects.stream().map(ManifestDocument::object).toList();
  }

  private static void refuseBroken(InputText text, List<PolicyProblem> problems) {
    for (PolicyProblem problem : problems) {
      throw new StartupException(
          INPUT,
          problem.key().equals(text.name()) ? problem.toString() : text.name() + ": " + problem);
    }
  }
}
