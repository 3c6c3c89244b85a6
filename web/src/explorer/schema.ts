// The documents that `explainer.bytecode` writes, as far as they are drawn here.
// Lines count from 1, columns from 0 in characters, offsets in bytes of `co_code`.

export interface PythonVersion {
  version: string;
  implementation: string;
}

export interface Position {
  line: number;
  end_line: number | null;
  column: number | null;
  end_column: number | null;
}

export interface InlineCache {
  name: string;
  units: number;
}

export interface Instruction {
  offset: number;
  opcode: number;
  opname: string;
  arg: number | null;
  argrepr: string;
  /** Place of a code object in the document, where the argument is one. */
  code?: number;
  line: number | null;
  position: Position | null;
  text: string | null;
  label: string | null;
  jump: { offset: number; label: string } | null;
  caches: InlineCache[];
  depth: number | null;
}

export interface Handler {
  start: number;
  end: number;
  target: number;
  start_label: string;
  end_label: string;
  target_label: string;
  depth: number;
  lasti: boolean;
}

export interface Block {
  start: number;
  end: number;
  label: string | null;
  handler: boolean;
  /** Whether a path leads here. */
  reached: boolean;
  /** `next`, `jump`, `branch`, `return`, `raise`. */
  ends: string;
}

export interface FlowEdge {
  source: number;
  target: number;
  kind: string;
}

export interface Flow {
  blocks: Block[];
  edges: FlowEdge[];
}

export interface Constant {
  repr: string;
  type: string;
  code?: number;
}

export interface CodeObject {
  name: string;
  qualname: string;
  first_line: number;
  flags: { value: number; names: string[] };
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  stacksize: number;
  consts: Constant[];
  names: string[];
  varnames: string[];
  cellvars: string[];
  freevars: string[];
  instructions: Instruction[];
  exception_table: Handler[];
  children: number[];
  listing: string;
  flow?: Flow;
}

export interface CompileError {
  kind: string;
  message: string;
  line: number | null;
  column: number | null;
  end_line: number | null;
  end_column: number | null;
}

export interface BytecodeDocument {
  schema: string;
  python: PythonVersion;
  filename: string;
  warnings?: { category: string; message: string; line: number }[];
  code?: CodeObject[];
  error?: CompileError;
}

export interface Opcode {
  name: string;
  number: number;
  kind: string;
  family: string;
  takes_argument: boolean;
  jumps: boolean;
  caches: InlineCache[];
  does: string;
  stack: string | null;
  versions: string[];
}

export interface OpcodeTable {
  python: PythonVersion;
  opcodes: Opcode[];
}
