/**
 * The icons of icons.tsx and chat-icons.tsx, drawn by Lucide (https://lucide.dev), version 1.75.0.
 * Copyright (c) Lucide Icons and Contributors, ISC licence; in part Copyright (c) Cole Bemis, MIT
 * licence: icons.license.txt. To add one, take its SVG from lucide.dev and put the `d` of its
 * paths after each other, each with a capital M, a circle as two arcs, under Lucide's name for it.
 */
import type { ReactElement, SVGProps } from "react";

interface IconProps extends SVGProps<SVGSVGElement> {
  /** Width and height in pixels; a class can say it instead. */
  size?: number;
}

export type IconComponent = (props: IconProps) => ReactElement;

/**
 * Lines on a grid of 24, in the colour of the text around them. Each M begins one that is painted by
 * itself: of two that cross in one path a browser leaves pixels of a small icon out.
 */
export function icon(drawing: string): IconComponent {
  const lines = drawing.split(/(?=M)/);
  return ({ size = 24, ...props }) => (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it is hidden, or has a label where it stands alone
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden={props["aria-label"] ? undefined : true}
      {...props}
    >
      {lines.map((line) => (
        <path key={line} d={line} />
      ))}
    </svg>
  );
}
