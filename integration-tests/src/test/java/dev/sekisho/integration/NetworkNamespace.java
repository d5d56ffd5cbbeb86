package dev.sekisho.integration;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes sockets of this process that are in another network namespace, as {@code setns(2)} has it:
 * a socket stays where the thread was that made it, whoever uses it then. Thread-safe.
 */
final class NetworkNamespace implements AutoCloseable {
  private static final Path FOLDER = Path.of("/run/netns");
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int READ_ONLY = 0;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SETNS =
      function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  /** Of one thread, which is there. */
  private final ExecutorService there;

  /**
   * @param name of one that {@code ip netns} made
   */
  NetworkNamespace(String name) {
    this.there =
        Executors.newSingleThreadExecutor(
            task ->
                Thread.ofPlatform()
                    .name("in-" + name)
                    .daemon()
                    .unstarted(
                        () -> {
                          join(FOLDER.resolve(name));
                          task.run();
                        }));
  }

  /**
   * Makes something there. It must only open what it needs: a thread that it starts, also one that
   * others use later, stays there.
   */
  <T> T make(Callable<T> sockets) {
    try {
      return there.submit(sockets).get();
    } catch (ExecutionException e) {
      throw new AssertionError("no socket in a Pod", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void join(Path file) {
    try (var arena = Arena.ofConfined()) {
      int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), READ_ONLY);
      if (descriptor < 0) {
        throw new AssertionError("can't open " + file);
      }
      int result = (int) SETNS.invokeExact(descriptor, CLONE_NEWNET);
      int closed = (int) CLOSE.invokeExact(descriptor);
      if (result != 0 || closed != 0) {
        throw new AssertionError("can't enter " + file);
      }
    } catch (AssertionError e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("can't enter " + file, e);
    }
  }

  @SuppressWarnings("restricted") // Test runs are allowed native access.
  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
  }

  @Override
  public void close() {
    there.shutdownNow();
  }
}
