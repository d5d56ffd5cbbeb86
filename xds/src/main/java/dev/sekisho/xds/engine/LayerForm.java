package dev.sekisho.xds.engine;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceChanges;
import java.util.Set;
import java.util.stream.Stream;

/** What becomes of the virtual hosts of Services: of these listeners and routes are made. */
interface LayerForm {
  /** What there is even without any Service. */
  ResourceChanges fixed();

  /**
   * What follows from a change.
   *
   * @param touched the ports that it touched
   * @param hosts as they are now
   * @param changes takes it
   */
  void change(Set<Integer> touched, PortHosts hosts, ResourceChanges changes);

  /**
   * The routes as the sidecars of a namespace see them; those that all others see alike are left
   * out.
   *
   * @param ports that they are to be about
   */
  Stream<EncodedResource> near(Set<Integer> ports, PortHosts hosts, String namespace);
}
