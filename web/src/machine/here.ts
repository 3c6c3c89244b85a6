// The one store of this visit: module state lives as long as the page, across instant navigation.
import { MachineStore, type Shelf } from "./store.ts";

function shelf(): Shelf | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export const store = new MachineStore(shelf());

// Another tab loaded or forgot a report.
addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith("metal:machine")) store.tell();
});
