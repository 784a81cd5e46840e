"""`train`, `train-linebreak` and `sweep`: train networks."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import click

from transparent_box.commands.completion import complete_operation
from transparent_box.commands.errors import fail
from transparent_box.commands.estimate import confirm_cost, estimate_training, yes_option
from transparent_box.commands.options import NumberRange, PathType, cluster_option, jobs_option
from transparent_box.model.errors import escape_controls
from transparent_box.model.limits import (
    LARGEST_DOCUMENTS,
    LARGEST_HEADS,
    LARGEST_P,
    LARGEST_STEPS,
    LARGEST_WIDTH,
    SMALLEST_P,
)
from transparent_box.model.training.device import MOST_THREADS

if TYPE_CHECKING:
    from transparent_box.commands.run_kinds import RunKind
    from transparent_box.commands.terminal.training import TrainingProgress
    from transparent_box.model.config import Config
    from transparent_box.model.sweeps.sweep import Assignment
    from transparent_box.model.sweeps.workers import Team
    from transparent_box.model.tasks import Pool

REPEATABLE = "May be repeated."
FRACTION_HELP = "Share of the pairs trained on."
SEED_HELP = "Seed of the weights and of the split."
DECAY_HELP = "How strongly weights are pulled toward zero."
RATE_HELP = "The optimizer's learning rate."
PRECISION_HELP = "Precision in which the loss is computed."
DEVICE_HELP = "Device that trains; auto takes CUDA if there is any."
OPERATIONS_HELP = "Operation to learn: x+y, x-y, x*y, x^2+y^2, x^2+xy+y^2 or x/y."
HISTORIES_HELP = "Also write the learning curves, as small files, into this folder; at most one run of each operation."
SPIN_COUNT = "GOMP_SPINCOUNT"
SPECTRA_HELP = "Also write the spectra of the neurons into this folder; at most one run of each seed."

# Types of the options that make up a recipe.
modulus = click.IntRange(SMALLEST_P, LARGEST_P)
seed_number = click.IntRange(min=0)
step_count = click.IntRange(1, LARGEST_STEPS)
width = click.IntRange(1, LARGEST_WIDTH)
share = NumberRange(0, 1, min_open=True, max_open=True)
thread_count = click.IntRange(1, MOST_THREADS)


class FolderPath(PathType):
    """A folder's path; an empty one, which would mean the current folder, is refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; fail on an empty one."""
        if value == "":
            self.fail("it is empty: name a folder.", param, ctx)
        return super().convert(value, param, ctx)


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that `train` and `sweep` share: modulus, length and speed, the network's widths, the device."""
    precision, device = click.Choice(["float32", "float64"]), click.Choice(["auto", "cpu", "cuda"])
    options = [
        click.option("--p", type=modulus, default=113, show_default=True, help="The modulus, a prime."),
        click.option("--steps", type=step_count, default=40_000, show_default=True, help="Training steps."),
        click.option("--learning-rate", type=float, default=1e-3, show_default=True, help=RATE_HELP),
        click.option(
            "--width", "d_model", type=width, default=128, show_default=True, help="Width of the residual stream."
        ),
        click.option("--heads", "n_heads", type=width, default=4, show_default=True, help="Attention heads."),
        click.option("--mlp", "d_mlp", type=width, default=512, show_default=True, help="Neurons of the MLP."),
        click.option("--loss-precision", type=precision, default="float64", show_default=True, help=PRECISION_HELP),
        click.option("--device", type=device, default="auto", show_default=True, help=DEVICE_HELP),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def prepare_pytorch() -> None:
    """Set the environment variables that PyTorch reads when it is loaded.

    Waiting threads yield their CPU after a few microseconds. By default they spin for milliseconds, which gains nothing
    on an idle machine and makes a step five times as long on a busy one. The folder for compiled code, of which there
    is none here, is set to an existing one, since PyTorch would leave an empty one behind.
    """
    os.environ.setdefault(SPIN_COUNT, "10000")
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", gettempdir())


@click.command("train", short_help="Train a network to calculate modulo p.")
@click.option("--out", type=FolderPath(), required=True, help="The run folder to make.")
@click.option("--operation", default="x+y", show_default=True, shell_complete=complete_operation, help=OPERATIONS_HELP)
@click.option("--fraction", type=share, default=0.3, show_default=True, help=FRACTION_HELP)
@click.option("--seed", type=seed_number, default=0, show_default=True, help=SEED_HELP)
@click.option("--weight-decay", type=float, default=1.0, show_default=True, help=DECAY_HELP)
@network_options
@click.option("--threads", type=thread_count, help="CPU threads; another number rounds differently in the last digits.")
@click.option("--resume", is_flag=True, help="Go on where this run stopped.")
@yes_option
def train_command(out: Path, device: str, resume: bool, threads: int | None, **recipe: Any) -> None:
    """Train a network, keep all of it in a run folder, measure it, and print the folder.

    That takes minutes; if it is more than five, an estimate is printed first. `render`, `film` and the
    others draw it when they are given --run and this folder.
    """
    from transparent_box.model.config import Config
    from transparent_box.model.sweeps.sweep import is_finished

    prepare_pytorch()
    config = Config(**recipe)
    if resume and is_finished(config, out):
        report_finished(out)
        return
    require_run_place(out, resume)
    if starts_fresh(out, resume):
        confirm_training([config], device, 1, threads)
    from transparent_box.commands.run_kinds import Arithmetic
    from transparent_box.model.training.train import train

    def train_run(progress: TrainingProgress) -> None:
        train(config, out, device, resume, threads, progress.advance)

    train_with_progress(out, config.steps, train_run, Arithmetic())


def report_finished(out: Path) -> None:
    """Say that a run is finished and print its folder; it is not rewritten, which would outdate all clips of it."""
    click.echo(f"{escape_controls(str(out))} is finished.", err=True)
    click.echo(out)


def require_run_place(out: Path, resume: bool) -> None:
    """Raise RunError or PlaceError, before the estimate, for a folder that no training can begin or resume in."""
    from transparent_box.model.storage import require_new, require_own
    from transparent_box.scenes.output.places import require_writable

    require_own(out)
    if not resume:
        require_new(out)
    require_writable(out / "config.json")


def starts_fresh(out: Path, resume: bool) -> bool:
    """Return whether a training starts fresh; say so on stderr despite --resume, since the path may be mistyped."""
    if not resume:
        return True
    if (out / "config.json").exists():
        return False
    click.echo(f"{escape_controls(str(out))} holds no run to resume: a new one begins there.", err=True)
    return True


def confirm_training(configs: list[Config], device: str, at_once: int, threads: int | None, here: bool = True) -> None:
    """Print an estimate of trainings and ask, if it is much; see `commands.estimate`."""
    from transparent_box.model.training.device import device_kind

    on_cpu = here and device_kind(device) == "cpu"
    confirm_cost(estimate_training(configs, at_once, on_cpu, threads), "this machine may be faster or slower than ours")


def train_with_progress(out: Path, steps: int, train: Callable[[TrainingProgress], object], kind: RunKind) -> None:
    """Train under a progress bar, then measure the run and print its folder; Ctrl-C exits and says how to resume."""
    from transparent_box.commands.terminal.training import TrainingProgress

    with TrainingProgress(steps) as progress:
        try:
            train(progress)
        except KeyboardInterrupt:
            fail(f"Stopped; nothing is lost. The same command with --resume goes on from step {progress.step}.")
    click.echo(f"Measuring {escape_controls(str(out))} …", err=True)
    try:
        kind.measure(out)
    except KeyboardInterrupt:
        fail("Stopped while measuring; the trained network is kept. The same command with --resume measures it.")
    click.echo(out)


@click.command("train-linebreak", short_help="Train a network to wrap lines.")
@click.option("--out", type=FolderPath(), required=True, help="The run folder to make.")
@click.option(
    "--seed", type=seed_number, default=0, show_default=True, help="Seed of the weights, documents and noise."
)
@click.option("--steps", type=step_count, default=8_000, show_default=True, help="Training steps.")
@click.option(
    "--noise",
    type=NumberRange(0, 10),
    default=1.0,
    show_default=True,
    help="Noise added to the residual stream in training; 0 makes the run for `report --control`.",
)
@click.option("--learning-rate", type=float, default=4e-3, show_default=True, help=RATE_HELP)
@click.option(
    "--documents",
    type=click.IntRange(1, LARGEST_DOCUMENTS),
    default=128,
    show_default=True,
    help="Fresh documents in each step.",
)
@click.option(
    "--heads",
    "n_boundary",
    type=click.IntRange(1, LARGEST_HEADS),
    default=6,
    show_default=True,
    help="Attention heads that compare count and width.",
)
@click.option("--threads", type=thread_count, default=1, show_default=True, help="CPU threads.")
@click.option("--resume", is_flag=True, help="Go on where this run stopped.")
def train_linebreak_command(out: Path, resume: bool, threads: int, **recipe: Any) -> None:
    """Train a network that wraps lines (about four minutes), measure it, and print its run folder."""
    from transparent_box.model.linebreak.recipe import Recipe
    from transparent_box.model.linebreak.run import is_finished

    prepare_pytorch()
    full_recipe = Recipe(**recipe)
    if resume and is_finished(full_recipe, out):
        report_finished(out)
        return
    require_run_place(out, resume)
    starts_fresh(out, resume)
    from transparent_box.commands.run_kinds import WrappingLines
    from transparent_box.model.linebreak.train import train

    def train_run(progress: TrainingProgress) -> None:
        train(full_recipe, out, resume, threads, progress.advance_fresh)

    train_with_progress(out, full_recipe.steps, train_run, WrappingLines())


@click.command("sweep", short_help="Train networks on many settings.")
@click.option("--out", type=FolderPath(), required=True, help="The folder for all run folders.")
@click.option(
    "--operation",
    "operations",
    multiple=True,
    default=["x+y"],
    show_default=True,
    shell_complete=complete_operation,
    help=f"{OPERATIONS_HELP} {REPEATABLE}",
)
@click.option(
    "--fraction",
    "fractions",
    type=share,
    multiple=True,
    default=[0.3],
    show_default=True,
    help=f"{FRACTION_HELP} {REPEATABLE}",
)
@click.option(
    "--seed", "seeds", type=seed_number, multiple=True, default=[0], show_default=True, help=f"{SEED_HELP} {REPEATABLE}"
)
@click.option(
    "--weight-decay",
    "decays",
    type=float,
    multiple=True,
    default=[1.0],
    show_default=True,
    help=f"{DECAY_HELP} {REPEATABLE}",
)
@network_options
@click.option("--threads", type=thread_count, default=1, show_default=True, help="CPU threads of each run.")
@jobs_option("How many runs at once.  [default: one per CPU, 16 on CUDA]")
@cluster_option
@click.option("--histories", type=FolderPath(), help=HISTORIES_HELP)
@click.option("--spectra", type=FolderPath(), help=SPECTRA_HELP)
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON of the results, for programs, instead of the folders."
)
@yes_option
def sweep_command(
    out: Path,
    device: str,
    threads: int,
    jobs: int | None,
    cluster: str | None,
    histories: Path | None,
    spectra: Path | None,
    as_json: bool,
    **varied: Any,
) -> None:
    """Train a network for every combination of the values given, and print the run folders.

    For example `sweep --operation x+y --operation x-y --seed 0 --seed 1 --out runs/four`. The same command again
    leaves finished runs alone and goes on with the others.
    """
    from transparent_box.model.sweeps.sweep import Assignment, combinations, folder_name, result
    from transparent_box.scenes.output.places import require_writable

    prepare_pytorch()
    recipes = combinations(**varied)
    require_distinct(recipes, histories, spectra)
    for folder in filter(None, (out, histories, spectra)):
        require_writable(folder / "run")
    assignments = [Assignment(recipe, out / folder_name(recipe), device, threads) for recipe in recipes]
    failures = carry_out_sweep(assignments, jobs, cluster)
    done = [result(assignment.folder) for assignment in assignments if assignment.folder not in failures]
    from transparent_box.commands.terminal.sweep import print_summary

    print_summary(done)
    if as_json:
        failed = [{"run": str(folder), "error": sentence} for folder, sentence in failures.items()]
        click.echo(json.dumps([*(one.to_json() for one in done), *failed], indent=2, ensure_ascii=False))
    else:
        click.echo("".join(f"{one.folder}\n" for one in done), nl=False)
    if failures:
        fail(f"{len(failures)} of {len(assignments)} runs failed: {', '.join(folder.name for folder in failures)}.")
    write_extracts([one.folder for one in done], histories, spectra, as_json)


def require_distinct(recipes: Sequence[Config], histories: Path | None, spectra: Path | None) -> None:
    """Raise a usage error if two runs would be written under one name."""
    if histories and len({recipe.operation for recipe in recipes}) < len(recipes):
        raise click.UsageError("--histories keeps one run of each operation: give one fraction, decay and seed.")
    if spectra and len({recipe.seed for recipe in recipes}) < len(recipes):
        raise click.UsageError("--spectra keeps one run of each seed: give one operation, fraction and decay.")


def write_extracts(folders: list[Path], histories: Path | None, spectra: Path | None, quietly: bool) -> None:
    """Write the histories and spectra of runs, without their networks, into the folders given, and print those."""
    if histories:
        from transparent_box.model.sweeps.operations import write_operations

        write_operations(folders, histories)
        click.echo(histories, err=quietly)
    if spectra:
        from transparent_box.model.sweeps.seeds import write_seeds

        write_seeds(folders, spectra)
        click.echo(spectra, err=quietly)


def carry_out_sweep(assignments: list[Assignment], jobs: int | None, cluster: str | None) -> dict[Path, str]:
    """Train the unfinished runs under progress bars; return folder → error sentence of those that failed."""
    from transparent_box.model.sweeps.sweep import is_finished, result

    left = [assignment for assignment in assignments if not is_finished(assignment.config, assignment.folder)]
    if len(left) < len(assignments):
        click.echo(f"{len(assignments) - len(left)} of {len(assignments)} runs were finished before.", err=True)
    if not left:
        return {}
    from transparent_box.commands.terminal.sweep import events
    from transparent_box.commands.terminal.training import SweepProgress
    from transparent_box.model.sweeps.workers import carry_out, default_jobs

    configs = [assignment.config for assignment in left]
    at_once = jobs or default_jobs("cpu", left[0].threads)  # no times are known of other devices
    confirm_training(configs, left[0].device, at_once, left[0].threads, here=cluster is None)
    failures = {}
    longest = max(len(assignment.folder.name) for assignment in left)
    progress = SweepProgress(len(left), left[0].config.steps, longest)
    with open_teams_and_pool(left, jobs, cluster) as (assigned, pool), progress:
        try:
            for outcome in carry_out(assigned, pool, lambda one, row: progress.advance(one.folder.name, row)):
                folder, sentence = outcome.assignment.folder, outcome.sentence
                if sentence:
                    failures[folder] = sentence
                words = f"{outcome.trace}Error: {sentence}" if sentence else events(result(folder))
                progress.finish(folder.name, words)
        except KeyboardInterrupt:
            fail("Stopped; nothing is lost. The same command goes on.")
    if progress.steps:
        click.echo(f"{progress.steps} steps of all runs, {progress.steps / progress.seconds:.0f} a second.", err=True)
    return failures


@contextmanager
def open_teams_and_pool(
    left: list[Assignment], jobs: int | None, cluster: str | None
) -> Iterator[tuple[list[Team], Pool]]:
    """Divide the runs left into teams for the devices there are; yield them with the pool that trains them."""
    from transparent_box.commands.processes import LocalPool
    from transparent_box.model.sweeps.workers import RUNS_IN_A_BATCH, batches, default_jobs
    from transparent_box.model.training.device import device_kind

    # NumPy gets as many threads, too: its libraries read this only when they are loaded.
    environment = {"OMP_NUM_THREADS": str(left[0].threads), SPIN_COUNT: os.environ[SPIN_COUNT]}
    if cluster is None:
        kind = device_kind(left[0].device)
        assigned, at_once = batches(left, kind, jobs or default_jobs(kind, left[0].threads))
        yield assigned, LocalPool(at_once, environment)
        return
    from transparent_box.commands.cluster import connect
    from transparent_box.commands.versions import TRAINING

    with connect(cluster, environment, TRAINING) as pool:
        assigned, _ = batches(left, pool.device(left[0].device), jobs or RUNS_IN_A_BATCH)
        yield assigned, pool
