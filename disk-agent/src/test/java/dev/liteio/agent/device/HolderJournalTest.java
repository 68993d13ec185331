package dev.liteio.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolderJournalTest {

  @TempDir Path folder;

  @Test
  void whatWasWrittenIsRead() throws IOException {
    HolderRecord record =
        new HolderRecord(
            "/dev/a", "liteio-x", 4096, new TargetProcess(7, 8, "boot", "/run/spdk.sock"));

    new HolderJournal(folder.resolve("journal")).write(record);

    assertThat(new HolderJournal(folder.resolve("journal")).read("liteio-x")).contains(record);
    assertThat(new HolderJournal(folder.resolve("journal")).read("liteio-y")).isEmpty();
  }

  @Test
  void aDamagedRecordIsAnErrorThatSaysWhatToDo() throws IOException {
    Files.writeString(folder.resolve("liteio-x.json"), "{\"path\":\"/dev/a\",");

    assertThatThrownBy(() -> new HolderJournal(folder).read("liteio-x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("liteio-x.json")
        .hasMessageContaining("make sure");
  }
}
