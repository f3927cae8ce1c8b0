import { join, sep } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '../..');
const SOURCES = [join(ROOT, 'libs/core'), join(ROOT, 'libs/nest')].map((folder) => folder + sep);

/** The files that a host imports, by the name that it imports. */
export const ENTRY_POINTS: Readonly<Record<string, string>> = {
  '@castellan/core': 'libs/core/src/index.ts',
  '@castellan/nest': 'libs/nest/src/index.ts',
  '@castellan/nest/admin': 'libs/nest/src/admin.ts',
  '@castellan/nest/database': 'libs/nest/src/database.ts',
  '@castellan/nest/roles': 'libs/nest/src/faces/statements/index.ts',
  '@castellan/nest/testing': 'libs/nest/src/testing/index.ts',
};

/** Finds the types in what entry points export that a host cannot name from there. */
export class ExportedTypes {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  private readonly ofCore: ReadonlySet<ts.Symbol>;

  constructor() {
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), (path) => ts.sys.readFile(path));
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
    const paths = Object.entries(ENTRY_POINTS).map(([name, file]) => [name, [join(ROOT, file)]] as [string, string[]]);
    const files = Object.values(ENTRY_POINTS).map((file) => join(ROOT, file));
    const only = { noEmit: true, composite: false, incremental: false, customConditions: [], baseUrl: ROOT };
    this.program = ts.createProgram(files, { ...options, ...only, paths: Object.fromEntries(paths) });
    this.checker = this.program.getTypeChecker();
    this.ofCore = new Set(this.exportsOf('@castellan/core').map((symbol) => this.resolved(symbol)));
  }

  /** The public signatures of an entry point with the types of ours that it does not export: `MembersService.get: MemberAnswer`. */
  missing(entryPoint: string): string[] {
    const exported = this.exportsOf(entryPoint);
    const known = new Set([...exported.map((symbol) => this.resolved(symbol)), ...this.ofCore]);
    return exported.flatMap((symbol) =>
      this.signaturesOf(symbol).flatMap(([name, type]) => {
        const walk = new TypeWalk(this.checker, known);
        walk.visit(type);
        return [...walk.missing].map((one) => `${name}: ${one}`);
      }),
    );
  }

  private exportsOf(entryPoint: string): ts.Symbol[] {
    const file = this.program.getSourceFile(join(ROOT, ENTRY_POINTS[entryPoint] ?? ''));
    const module = file && this.checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${entryPoint} cannot be read`);
    return this.checker.getExportsOfModule(module);
  }

  private resolved(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** What a host can call or read of an export. What is exported as a type only has no statics. */
  private signaturesOf(symbol: ts.Symbol): Array<[string, ts.Type]> {
    const target = this.resolved(symbol);
    const found: Array<[string, ts.Type]> = [];
    if (target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))
      found.push(...this.membersOf(symbol.name, this.checker.getDeclaredTypeOfSymbol(target)));
    if (target.flags & ts.SymbolFlags.TypeAlias)
      found.push(...this.membersOf(symbol.name, this.checker.getDeclaredTypeOfSymbol(target)));
    if (target.flags & ts.SymbolFlags.Value && !isTypeOnly(symbol)) {
      const type = this.checker.getTypeOfSymbol(target);
      if (target.flags & ts.SymbolFlags.Class) found.push(...this.membersOf(`${symbol.name} (static)`, type));
      else found.push([symbol.name, type]);
    }
    return found;
  }

  private membersOf(name: string, type: ts.Type): Array<[string, ts.Type]> {
    const bases = type.isClassOrInterface() ? this.checker.getBaseTypes(type) : [];
    const members = this.checker.getPropertiesOfType(type).filter((member) => isOurs(member) && isPublic(member));
    return [
      ...bases.map((base): [string, ts.Type] => [`${name} extends`, base]),
      ...members.map((member): [string, ts.Type] => [`${name}.${member.name}`, this.checker.getTypeOfSymbol(member)]),
    ];
  }
}

/** One walk through a type, down to the named types in it. */
class TypeWalk {
  readonly missing = new Set<string>();
  private readonly seen = new Set<ts.Type>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly known: ReadonlySet<ts.Symbol>,
  ) {}

  visit(type: ts.Type): void {
    if (this.seen.has(type)) return;
    this.seen.add(type);
    const { aliasSymbol: alias } = type;
    type.aliasTypeArguments?.forEach((argument) => this.visit(argument));
    if (alias !== undefined && isOurs(alias) && isExported(alias)) return this.note(alias);
    if (type.isUnionOrIntersection()) return type.types.forEach((part) => this.visit(part));
    if (type.flags & ts.TypeFlags.Object) this.visitObject(type as ts.ObjectType);
  }

  private visitObject(type: ts.ObjectType): void {
    if (type.objectFlags & ts.ObjectFlags.Reference)
      this.checker.getTypeArguments(type as ts.TypeReference).forEach((argument) => this.visit(argument));
    const symbol = type.getSymbol();
    if (
      symbol !== undefined &&
      symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.Enum)
    ) {
      // What its own file keeps for itself has no name anywhere: only what is in it counts.
      if (!isOurs(symbol)) return;
      if (isExported(symbol)) return this.note(symbol);
    }
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      this.visit(signature.getReturnType());
      for (const parameter of signature.getParameters()) this.visit(this.checker.getTypeOfSymbol(parameter));
    }
    if (symbol !== undefined && !isOurs(symbol)) return;
    for (const property of type.getProperties()) this.visit(this.checker.getTypeOfSymbol(property));
  }

  private note(symbol: ts.Symbol): void {
    if (!this.known.has(symbol)) this.missing.add(symbol.name);
  }
}

const isOurs = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some((declaration) => {
    const { fileName } = declaration.getSourceFile();
    return SOURCES.some((folder) => fileName.startsWith(folder)) && !isTypeParameter(declaration);
  });

const isTypeParameter = (declaration: ts.Declaration): boolean => ts.isTypeParameterDeclaration(declaration);

const isExported = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some(
    (declaration) => (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0,
  );

const isPublic = (member: ts.Symbol): boolean =>
  (member.declarations ?? []).every((declaration) => {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    return (ts.getCombinedModifierFlags(declaration) & hidden) === 0 && !member.name.startsWith('__#');
  });

const isTypeOnly = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some(
    (declaration) =>
      ts.isExportSpecifier(declaration) && (declaration.isTypeOnly || declaration.parent.parent.isTypeOnly),
  );
