package dev.liteio.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.crd.FilesystemRecord;
import dev.liteio.crd.FilesystemState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every combination of what is recorded and what is found. */
class FormatRuleTest {
  private static final UUID OURS = UUID.fromString("11111111-2222-4333-8444-555555555555");
  private static final UUID OTHER = UUID.fromString("99999999-2222-4333-8444-555555555555");
  private static final Optional<Superblock> NOTHING = Optional.empty();

  @Test
  void nothingRecordedAndNothingFoundBegins() {
    assertThat(FormatRule.decide(null, NOTHING, FilesystemType.EXT4))
        .isInstanceOf(FormatDecision.Begin.class);
  }

  @Test
  void nothingRecordedAndAFileSystemFoundIsAdopted() {
    assertThat(FormatRule.decide(null, ext4(OTHER), FilesystemType.EXT4))
        .isEqualTo(new FormatDecision.Adopt(ext4(OTHER).orElseThrow()));
  }

  @Test
  void nothingRecordedAndAFileSystemOfAnotherTypeIsNotTouched() {
    assertThat(FormatRule.decide(null, ext4(OTHER), FilesystemType.XFS))
        .isInstanceOf(FormatDecision.Refuse.class);
  }

  @Test
  void aMkfsThatWasBegunIsDoneAgainWithItsUuid() {
    for (Optional<Superblock> found : List.of(NOTHING, ext4(OURS))) {
      assertThat(FormatRule.decide(formatting("ext4"), found, FilesystemType.EXT4))
          .isEqualTo(new FormatDecision.Resume(OURS));
    }
  }

  @Test
  void aMkfsThatWasBegunAndEndedIsNeverDoneAgain() {
    var used = new Superblock("ext4", OURS, 1 << 20, true);
    assertThat(FormatRule.decide(formatting("ext4"), Optional.of(used), FilesystemType.EXT4))
        .isEqualTo(new FormatDecision.Finish(used));
  }

  @Test
  void aMkfsThatWasBegunNeverWritesOverAnotherFileSystem() {
    assertThat(FormatRule.decide(formatting("ext4"), ext4(OTHER), FilesystemType.EXT4))
        .isInstanceOf(FormatDecision.Refuse.class);
  }

  @Test
  void whatIsRecordedAsMadeIsUsedWhenItIsFound() {
    assertThat(FormatRule.decide(formatted("ext4", OURS), ext4(OURS), FilesystemType.EXT4))
        .isInstanceOf(FormatDecision.Use.class);
    var adopted = new FilesystemRecord(FilesystemState.FORMATTED, "ext4", null);
    assertThat(FormatRule.decide(adopted, ext4(OTHER), FilesystemType.EXT4))
        .isInstanceOf(FormatDecision.Use.class);
  }

  @Test
  void whatIsRecordedAsMadeAndNotFoundIsALossAndNeverMadeAgain() {
    assertThat(FormatRule.decide(formatted("ext4", OURS), NOTHING, FilesystemType.EXT4))
        .isInstanceOfSatisfying(
            FormatDecision.Refuse.class, refuse -> assertThat(refuse.why()).contains("LOST"));
  }

  @Test
  void anotherFileSystemThanTheRecordedOneIsNotTouched() {
    assertThat(FormatRule.decide(formatted("ext4", OURS), ext4(OTHER), FilesystemType.EXT4))
        .isInstanceOf(FormatDecision.Refuse.class);
    assertThat(FormatRule.decide(formatted("xfs", OURS), ext4(OURS), FilesystemType.XFS))
        .isInstanceOf(FormatDecision.Refuse.class);
  }

  @Test
  void anotherTypeThanTheRecordedOneIsNeverMade() {
    for (var record : List.of(formatting("ext4"), formatted("ext4", OURS))) {
      for (var found : List.of(NOTHING, ext4(OURS))) {
        assertThat(FormatRule.decide(record, found, FilesystemType.XFS))
            .isInstanceOf(FormatDecision.Refuse.class);
      }
    }
  }

  private static Optional<Superblock> ext4(UUID uuid) {
    return Optional.of(new Superblock("ext4", uuid, 1 << 20, false));
  }

  private static FilesystemRecord formatting(String type) {
    return new FilesystemRecord(FilesystemState.FORMATTING, type, OURS.toString());
  }

  private static FilesystemRecord formatted(String type, UUID uuid) {
    return new FilesystemRecord(FilesystemState.FORMATTED, type, uuid.toString());
  }
}
