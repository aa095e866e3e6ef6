package job;

import picocli.CommandLine.Command;

/** {@code models}: what was kept of retrained models, and their champions by hand. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    description =
        "Lists, shows, verifies, promotes, rolls back, holds and prunes the versions of a model.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it failed; the last message says why",
      "2:wrong usage; every fault is listed",
      "75:somebody else is at it"
    },
    subcommands = {
      ListModels.class,
      ShowModel.class,
      VerifyModels.class,
      PromoteModel.class,
      RollBackModel.class,
      HoldModel.class,
      ReleaseModel.class,
      PruneModel.class
    })
final class ModelsJob {}
