// The picture: cytoscape draws what was selected where it was laid out, and tells what was pointed at.

import cytoscape from "cytoscape";
import { type Market, statusOn } from "./data";
import type { Layout, Place } from "./layout";
import { labelOf, lineLook, shapeOf, sizeOf } from "./look";
import type { Line, Selection } from "./select";
import type { Theme } from "./theme";

export interface Pointed {
  line(id: string): void;
  node(id: string): void;
  opened(id: string): void;
  nothing(): void;
  moved(id: string, place: Place): void;
}

const BEND = 0.2;
const APART = 16;
const LABELLED = 28;

export class Graph {
  readonly cy: cytoscape.Core;
  private shown = "";

  constructor(
    container: HTMLElement,
    private readonly market: Market,
    private theme: Theme,
    pointed: Pointed,
  ) {
    this.cy = cytoscape({
      container,
      style: styleOf(theme),
      layout: { name: "preset" },
      minZoom: 0.1,
      maxZoom: 3,
      boxSelectionEnabled: false,
      autounselectify: true,
      pixelRatio: "auto",
    });
    this.listen(pointed);
  }

  private listen(pointed: Pointed): void {
    this.cy.on("tap", (event) => {
      if (event.target === this.cy) pointed.nothing();
    });
    this.cy.on("tap", "edge", (event) => pointed.line(event.target.id()));
    this.cy.on("tap", "node.entity", (event) => pointed.node(event.target.id()));
    this.cy.on("dbltap", "node.entity", (event) => pointed.opened(event.target.id()));
    this.cy.on("tap", "node.box", (event) => pointed.node(event.target.id().slice(4)));
    this.cy.on("dragfree", "node.entity", (event) => pointed.moved(event.target.id(), event.target.position()));
    this.cy.on("mouseover", "edge", (event) => event.target.addClass("near"));
    this.cy.on("mouseout", "edge", (event) => event.target.removeClass("near"));
    this.cy.on("mouseover", "node.entity", (event) => event.target.connectedEdges().addClass("near"));
    this.cy.on("mouseout", "node.entity", (event) => event.target.connectedEdges().removeClass("near"));
  }

  /** Draw a selection; the view is fitted anew where other things are shown than before. */
  draw(selection: Selection, layout: Layout, moved: Record<string, [number, number]>, labels: boolean): void {
    const elements = [...this.bands(layout), ...this.nodes(selection, layout, moved), ...this.edges(selection, layout, labels ? LABELLED : APART)];
    const wanted = new Map(elements.map((element) => [element.data.id ?? "", element]));
    this.cy.batch(() => {
      this.cy.elements().forEach((element) => {
        const next = wanted.get(element.id());
        if (!next || (element.isNode() && (element.data("parent") ?? "") !== (next.data.parent ?? ""))) element.remove();
      });
      for (const element of elements) this.put(element);
      this.cy.edges().toggleClass("labelled", labels);
    });
    const now = [...wanted.keys()].sort().join("\n");
    if (now !== this.shown) this.fit();
    this.shown = now;
  }

  private put(element: cytoscape.ElementDefinition): void {
    const known = this.cy.getElementById(element.data.id ?? "");
    if (known.empty()) {
      this.cy.add(element);
      return;
    }
    const { id: _, source: __, target: ___, parent: ____, ...rest } = element.data;
    known.data(rest);
    known.classes(element.classes ?? "");
    if (element.position) known.position(element.position);
  }

  private bands(layout: Layout): cytoscape.ElementDefinition[] {
    return layout.bands.flatMap(({ title, x, y, width, height }) => [
      {
        data: { id: `band:${title}`, w: width, h: height },
        classes: "band",
        position: { x: x + width / 2, y: y + height / 2 },
        grabbable: false,
      },
      {
        data: { id: `title:${title}`, label: titleIn(title, width) },
        classes: "title",
        position: { x: x + 6, y: y + 12 },
        grabbable: false,
      },
    ]);
  }

  private nodes(
    selection: Selection,
    layout: Layout,
    moved: Record<string, [number, number]>,
  ): cytoscape.ElementDefinition[] {
    const box = new Map<string, string>();
    const boxes = [...selection.boxes].map(([head, members]) => {
      for (const id of members) box.set(id, `box:${head}`);
      const label = members.includes(head) ? "" : (this.market.entity(head)?.name ?? head);
      return { data: { id: `box:${head}`, label }, classes: "box", grabbable: false };
    });
    const there = new Set(selection.lines.filter((line) => line.status).flatMap((line) => [line.subject, line.object]));
    const nodes = selection.nodes.flatMap((id) => {
      const [entity, place] = [this.market.entity(id), layout.places.get(id)];
      if (!entity || !place) return [];
      const fold = selection.folds.get(id);
      const label = labelOf(entity.name).join("\n") + (fold ? ` (+${fold})` : "");
      const [x, y] = moved[id] ?? [place.x, place.y];
      const classes = `entity ${shapeOf(entity)}${fold ? " fold" : ""}${there.has(id) || !selection.lines.length ? "" : " absent"}`;
      return [{ data: { id, label, w: sizeOf(entity), ...within(box.get(id)) }, classes, position: { x, y } }];
    });
    return [...boxes, ...nodes];
  }

  private edges(selection: Selection, layout: Layout, apart: number): cytoscape.ElementDefinition[] {
    const pairs = new Map<string, Line[]>();
    for (const line of selection.lines) {
      const pair = [line.subject, line.object].sort().join("\n");
      pairs.set(pair, [...(pairs.get(pair) ?? []), line]);
    }
    return [...pairs.values()].flatMap((lines) =>
      lines.map((line, place) => {
        const look = lineLook(line, this.market, this.theme);
        const aside = (place - (lines.length - 1) / 2) * apart * (line.subject < line.object ? 1 : -1);
        return {
          data: {
            id: line.id,
            source: line.subject,
            target: line.object,
            colour: look.colour,
            w: look.width,
            dash: look.dash.length ? look.dash : [1, 0],
            opacity: look.opacity,
            label: look.label,
            bend: bend(layout.places.get(line.subject), layout.places.get(line.object)) + aside,
          },
          classes: `tie ${look.head}${look.barred ? " barred" : ""}${look.dash.length ? " dashed" : ""}${line.status ? "" : " absent"}`,
        };
      }),
    );
  }

  /** Mark what is chosen, and what the keyboard stands on. */
  mark(chosen: string[], cursor: string): void {
    this.cy.batch(() => {
      this.cy.elements(".chosen, .cursor").removeClass("chosen cursor");
      for (const id of chosen) this.cy.getElementById(id).addClass("chosen");
      if (cursor) this.cy.getElementById(cursor).addClass("cursor");
    });
  }

  fit(): void {
    this.cy.resize();
    this.cy.fit(this.cy.elements(), 16);
    if (this.cy.zoom() > 1.3) this.cy.zoom({ level: 1.3, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
    this.cy.center();
  }

  zoom(by: number): void {
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** Move the view so that an element can be seen. */
  reveal(id: string): void {
    const element = this.cy.getElementById(id);
    if (element.empty()) return;
    const seen = element.renderedBoundingBox({});
    if (seen.x1 < 0 || seen.y1 < 0 || seen.x2 > this.cy.width() || seen.y2 > this.cy.height()) this.cy.center(element);
  }

  /** The nearest entity from `from` in a direction (a unit step); the topmost one from nowhere. */
  neighbour(from: string, dx: number, dy: number): string {
    const nodes = this.cy.nodes(".entity").not(".absent").toArray() as cytoscape.NodeSingular[];
    const start = this.cy.getElementById(from);
    if (start.empty()) return nodes.sort((a, b) => a.position().y - b.position().y || a.position().x - b.position().x)[0]?.id() ?? "";
    const here = start.position();
    let [best, least] = [from, Number.POSITIVE_INFINITY];
    for (const node of nodes) {
      const there = node.position();
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const across = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      if (along > 4 && along + 2.2 * across < least) [best, least] = [node.id(), along + 2.2 * across];
    }
    return best;
  }

  /** The lines at a node that can be seen, from left to right by their other ends. */
  linesAt(id: string): string[] {
    const edges = this.cy.getElementById(id).connectedEdges().not(".absent").toArray();
    const other = (edge: cytoscape.EdgeSingular): number => edge.connectedNodes().filter((node) => node.id() !== id)[0]?.position().x ?? 0;
    return (edges as cytoscape.EdgeSingular[]).sort((a, b) => other(a) - other(b)).map((edge) => edge.id());
  }

  retheme(theme: Theme): void {
    this.theme = theme;
    this.cy.style(styleOf(theme));
  }
}

/** A band's title, cut to what stands before its colon where the band is narrow. */
function titleIn(title: string, width: number): string {
  return title.length * 7.6 > width - 16 ? (title.split(":")[0] ?? title) : title;
}

function within(parent: string | undefined): { parent?: string } {
  return parent === undefined ? {} : { parent };
}

/** How far a line bends: those between places at one height arch over what stands between them. */
function bend(one: Place | undefined, two: Place | undefined): number {
  if (!one || !two) return 0;
  const [dx, dy] = [Math.abs(one.x - two.x), Math.abs(one.y - two.y)];
  return dy < 40 && dx > 180 ? (one.x < two.x ? -1 : 1) * Math.min(dx * BEND, 110) : 0;
}

export function describe(line: Line, on: string): string {
  const tie = line.ties[0];
  if (!tie) return "";
  const status = statusOn(tie, on) ?? tie.steps[0]?.status ?? "";
  return `${tie.subject.name} ${tie.relation.label} ${tie.object.name}, ${status}`;
}

type Text = Record<"color" | "font-family" | "text-outline-color", string> & { "text-outline-width": number };

function styleOf(theme: Theme): cytoscape.StylesheetJson {
  const text = { color: theme.ink, "font-family": theme.font, "text-outline-color": theme.paper, "text-outline-width": 2.5 };
  return [...entityStyle(theme, text), ...boxStyle(theme, text), ...bandStyle(theme, text), ...lineStyle(), ...markStyle(theme, text)];
}

/** Names and their shapes. */
function entityStyle(theme: Theme, text: Text): cytoscape.StylesheetJson {
  return [
    {
      selector: "node.entity",
      style: {
        ...text,
        label: "data(label)",
        width: "data(w)",
        height: "data(w)",
        "background-color": theme.node,
        "border-width": 1.5,
        "border-color": theme.paper,
        "font-size": 15,
        "text-valign": "bottom",
        "text-halign": "center",
        "text-margin-y": 3,
        "text-wrap": "wrap",
        "text-max-width": "150px",
        "overlay-opacity": 0,
        "z-index": 20,
      },
    },
    { selector: "node.square", style: { shape: "rectangle" } },
    { selector: "node.diamond", style: { shape: "diamond" } },
    { selector: "node.small", style: { "background-color": theme.paper, "border-color": theme.node, "border-width": 2 } },
    { selector: "node.fold", style: { "border-style": "double", "border-width": 5, "border-color": theme.paper } },
  ];
}

/** The boxes of houses. */
function boxStyle(theme: Theme, text: Text): cytoscape.StylesheetJson {
  return [
    {
      selector: "node.box",
      style: {
        ...text,
        color: theme.quiet,
        label: "data(label)",
        shape: "round-rectangle",
        "background-color": theme.raised,
        "background-opacity": 0.75,
        "border-width": 1.2,
        "border-color": theme.quiet,
        padding: "8px",
        "font-size": 13,
        "text-valign": "top",
        "text-halign": "center",
        "text-margin-y": -2,
        "overlay-opacity": 0,
        "z-index": 5,
      },
    },
  ];
}

/** What everything stands on: bands and their titles. */
function bandStyle(theme: Theme, text: Text): cytoscape.StylesheetJson {
  return [
    {
      selector: "node.band",
      style: {
        width: "data(w)",
        height: "data(h)",
        shape: "rectangle",
        "background-color": theme.rule,
        "background-opacity": 0.3,
        "overlay-opacity": 0,
        events: "no",
        "z-index": 0,
        "z-index-compare": "manual",
      },
    },
    {
      selector: "node.title",
      style: {
        ...text,
        label: "data(label)",
        width: 1,
        height: 1,
        "background-opacity": 0,
        color: theme.quiet,
        "font-size": 15,
        "font-style": "italic",
        "text-valign": "center",
        "text-halign": "right",
        events: "no",
        "z-index": 40,
        "z-index-compare": "manual",
      },
    },
  ];
}

/** Arrows. */
function lineStyle(): cytoscape.StylesheetJson {
  return [
    {
      selector: "edge",
      style: {
        "curve-style": "unbundled-bezier",
        "control-point-distances": "data(bend)",
        "control-point-weights": 0.5,
        width: "data(w)",
        "line-color": "data(colour)",
        "target-arrow-color": "data(colour)",
        "mid-target-arrow-color": "data(colour)",
        "target-arrow-shape": "triangle",
        "arrow-scale": 1,
        "line-opacity": "data(opacity)" as unknown as number,
        "overlay-opacity": 0,
        "z-index": 10,
        "z-index-compare": "manual",
      } as cytoscape.Css.Edge,
    },
    { selector: "edge.dashed", style: { "line-style": "dashed", "line-dash-pattern": "data(dash)" } as unknown as cytoscape.Css.Edge },
    { selector: "edge.none", style: { "target-arrow-shape": "none" } },
    { selector: "edge.stop", style: { "target-arrow-shape": "tee" } },
    { selector: "edge.barred", style: { "mid-target-arrow-shape": "tee" } },
  ];
}

/** What is near the pointer, chosen, under the cursor or not there yet. */
function markStyle(theme: Theme, text: Text): cytoscape.StylesheetJson {
  return [
    {
      selector: "edge.labelled, edge.near, edge.chosen, edge.cursor",
      style: {
        ...text,
        label: "data(label)",
        "font-size": 12.5,
        "text-rotation": "autorotate",
        "text-outline-width": 0,
        "text-background-color": theme.paper,
        "text-background-opacity": 0.88,
        "text-background-padding": "1px",
        "line-opacity": 1,
        "z-index": 30,
      },
    },
    { selector: "edge.chosen, edge.cursor", style: { "underlay-color": theme.target, "underlay-opacity": 0.6, "underlay-padding": 5 } },
    { selector: "node.chosen", style: { "underlay-color": theme.target, "underlay-opacity": 0.75, "underlay-padding": 9, "underlay-shape": "ellipse" } },
    { selector: "node.cursor", style: { "underlay-color": theme.link, "underlay-opacity": 0.55, "underlay-padding": 8, "underlay-shape": "ellipse" } },
    { selector: "edge.absent", style: { visibility: "hidden" } },
    { selector: "node.absent", style: { opacity: 0.22, events: "no" } },
  ];
}
