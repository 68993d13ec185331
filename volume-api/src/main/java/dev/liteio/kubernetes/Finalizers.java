package dev.liteio.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** Marks that keep an object until its owner of something real has let go. */
public final class Finalizers {

  private Finalizers() {}

  /** Whether the object carries it. */
  public static boolean has(HasMetadata object, String finalizer) {
    List<String> present = object.getMetadata().getFinalizers();
    return present != null && present.contains(finalizer);
  }

  /** The same object, with the mark. */
  public static <T extends HasMetadata> T with(T object, String finalizer) {
    if (!has(object, finalizer)) {
      List<String> marks = new ArrayList<>(marks(object));
      marks.add(finalizer);
      object.getMetadata().setFinalizers(marks);
    }
    return object;
  }

  /** The same object, without the mark. */
  public static <T extends HasMetadata> T without(T object, String finalizer) {
    if (has(object, finalizer)) {
      List<String> marks = new ArrayList<>(marks(object));
      marks.remove(finalizer);
      object.getMetadata().setFinalizers(marks);
    }
    return object;
  }

  private static List<String> marks(HasMetadata object) {
    List<String> present = object.getMetadata().getFinalizers();
    return present == null ? List.of() : present;
  }

  /** Whether somebody asked for the object's deletion. */
  public static boolean isBeingDeleted(HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }
}
