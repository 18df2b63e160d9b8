// The study's colours, as its style sheet has them for the light, the dark and the printed page.

export interface Theme {
  paper: string;
  raised: string;
  ink: string;
  quiet: string;
  rule: string;
  link: string;
  node: string;
  gone: string;
  target: string;
  channels: string[];
  font: string;
}

const CHANNELS = ["ch0", "ch1", "ch2", "ch3", "ch4", "ch5"];

/** The colours in force; `channels` ends with that of ties in no channel. */
export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim() || "#000000";
  return {
    paper: colour("paper"),
    raised: colour("raised"),
    ink: colour("ink"),
    quiet: colour("quiet"),
    rule: colour("rule"),
    link: colour("link"),
    node: colour("node"),
    gone: colour("gone"),
    target: colour("target"),
    channels: [...CHANNELS, "chx"].map(colour),
    font: style.fontFamily,
  };
}

/** The colour of the channel at `place`, of which there are `number` and then the rest. */
export function channelColour(theme: Theme, place: number, number: number): string {
  const last = theme.channels.length - 1;
  return theme.channels[place >= number ? last : place % last] ?? theme.quiet;
}
