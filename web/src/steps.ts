// The steps that led to the view: each is an entry of the browser's history, so that its back button undoes one as well.

import { type State, decode, encode } from "./state";

export class Steps {
  private at: number;
  private last: number;

  constructor(
    public state: State,
    private readonly show: (state: State, before: State) => void,
  ) {
    const kept: unknown = history.state;
    this.at = typeof kept === "number" ? kept : 0;
    this.last = this.at;
    history.replaceState(this.at, "");
    addEventListener("popstate", (event) => {
      if (typeof event.state === "number") this.at = event.state;
      this.last = Math.max(this.last, this.at);
      this.arrive(decode(location.hash));
    });
    addEventListener("hashchange", () => {
      if (location.hash.slice(1) !== encode(this.state)) this.arrive(decode(location.hash));
    });
  }

  /** Change the view; `lasting` is false for what comes and goes, as the days while the history plays. */
  go(change: Partial<State>, lasting = true): void {
    const next = { ...this.state, ...change };
    const [here, there] = [encode(this.state), encode(next)];
    if (here === there) return;
    if (lasting) {
      this.at += 1;
      this.last = this.at;
      history.pushState(this.at, "", `#${there}`);
    } else history.replaceState(this.at, "", `#${there}`);
    this.arrive(next);
  }

  undo(): void {
    if (this.canUndo) history.back();
  }

  redo(): void {
    if (this.canRedo) history.forward();
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.last;
  }

  private arrive(state: State): void {
    const before = this.state;
    this.state = state;
    this.show(state, before);
  }
}
