import { createContext } from "react";

/** A component is arriving, done, or was cut off before its end. */
export type BlockPhase = "arriving" | "done" | "cut";

/**
 * The phase of the component below, where what lists the messages says it. Otherwise each component looks
 * for itself, and so goes through the whole thread with every word that arrives.
 */
export const BlockPhaseContext = createContext<BlockPhase | undefined>(undefined);
