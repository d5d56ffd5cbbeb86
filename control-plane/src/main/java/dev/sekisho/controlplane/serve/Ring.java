package dev.sekisho.controlplane.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last so many elements that were added. Thread-safe, lock-free; of bounded size. */
final class Ring<T> {

  private final AtomicReferenceArray<T> slots;
  private final AtomicLong added = new AtomicLong();

  Ring(int size) {
    this.slots = new AtomicReferenceArray<>(size);
  }

  void add(T element) {
    slots.set((int) (added.getAndIncrement() % slots.length()), element);
  }

  /** In no particular order. */
  List<T> elements() {
    var elements = new ArrayList<T>();
    for (int i = 0; i < slots.length(); i++) {
      T element = slots.get(i);
      if (element != null) {
        elements.add(element);
      }
    }
    return elements;
  }
}
