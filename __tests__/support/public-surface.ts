import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import type ts from '../consumer/typescript-app/node_modules/typescript/lib/typescript.js';
import { ROOT } from './tools.js';

/** TypeScript 7, which compiles this package, has no API for JavaScript. */
const TypeScript: typeof ts = createRequire(join(ROOT, '__tests__/consumer/typescript-app/package.json'))('typescript');

/** What the public door exports, as a compiler sees it. */
export class PublicSurface {
  private readonly checker: ts.TypeChecker;
  private readonly exported: ReadonlySet<ts.Symbol>;

  constructor(door: string) {
    const { ModuleKind, ModuleResolutionKind, ScriptTarget } = TypeScript;
    const program = TypeScript.createProgram([join(ROOT, door)], {
      module: ModuleKind.NodeNext,
      moduleResolution: ModuleResolutionKind.NodeNext,
      target: ScriptTarget.ES2022,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
    });
    this.checker = program.getTypeChecker();
    const source = program.getSourceFile(join(ROOT, door));
    const module = source === undefined ? undefined : this.checker.getSymbolAtLocation(source);
    const symbols = module === undefined ? [] : this.checker.getExportsOfModule(module);
    this.exported = new Set(symbols.map((symbol) => this.real(symbol)));
  }

  /** The options that people write: the interfaces. */
  get interfaces(): ts.InterfaceDeclaration[] {
    return this.declarations.filter((declaration) => TypeScript.isInterfaceDeclaration(declaration));
  }

  /** The types that are named where people give something, and that they cannot name: each with who names it. */
  strangers(): string[] {
    const found = new Set<string>();
    for (const symbol of this.exported) {
      for (const declaration of this.declarationsOf(symbol)) {
        for (const named of this.namedIn(declaration)) {
          const [own] = this.declarationsOf(named);
          if (own === undefined || TypeScript.isTypeParameterDeclaration(own) || this.exported.has(named)) continue;
          found.add(`${named.name} of ${relative(ROOT, own.getSourceFile().fileName)}, named by ${symbol.name}`);
        }
      }
    }
    return [...found].sort();
  }

  /** What is not documented as it should be. */
  undocumented(): string[] {
    return this.interfaces.flatMap((declaration) => {
      const name = declaration.name.text;
      const members = declaration.members.filter((member) => TypeScript.isPropertySignature(member));
      return [
        ...(this.describes(declaration) ? [] : [name]),
        ...members.flatMap((member) => {
          const at = `${name}.${member.name.getText()}`;
          if (!this.describes(member)) return [`${at} has no description`];
          const tags = TypeScript.getJSDocTags(member).map(({ tagName }) => tagName.text);
          return member.questionToken === undefined || tags.includes('default') ? [] : [`${at} has no @default`];
        }),
      ];
    });
  }

  private describes(node: ts.Node): boolean {
    return TypeScript.getJSDocCommentsAndTags(node).some(({ comment }) => comment !== undefined && comment !== '');
  }

  private get declarations(): ts.Declaration[] {
    return [...this.exported].flatMap((symbol) => this.declarationsOf(symbol));
  }

  private declarationsOf({ declarations = [] }: ts.Symbol): ts.Declaration[] {
    return declarations.filter((declaration) => declaration.getSourceFile().fileName.startsWith(join(ROOT, 'lib/')));
  }

  private real(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & TypeScript.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The types that a declaration names; of a class, what its static methods are given. */
  private *namedIn(node: ts.Node): Generator<ts.Symbol> {
    if (TypeScript.isClassDeclaration(node)) {
      for (const member of node.members) if (isFactory(member)) yield* this.namedByParameters(member);
      return;
    }
    if (TypeScript.isFunctionDeclaration(node)) return yield* this.namedByParameters(node);
    if (TypeScript.isTypeReferenceNode(node) || TypeScript.isExpressionWithTypeArguments(node)) {
      const name = TypeScript.isTypeReferenceNode(node) ? node.typeName : node.expression;
      const symbol = this.checker.getSymbolAtLocation(name);
      if (symbol !== undefined) yield this.real(symbol);
    }
    for (const child of childrenOf(node)) yield* this.namedIn(child);
  }

  private *namedByParameters(node: ts.Node): Generator<ts.Symbol> {
    if (!TypeScript.isMethodDeclaration(node) && !TypeScript.isFunctionDeclaration(node)) return;
    for (const { type } of node.parameters) if (type !== undefined) yield* this.namedIn(type);
  }
}

function isFactory(member: ts.ClassElement): boolean {
  const modifiers = TypeScript.canHaveModifiers(member) ? (TypeScript.getModifiers(member) ?? []) : [];
  const { PrivateKeyword, ProtectedKeyword, StaticKeyword } = TypeScript.SyntaxKind;
  const kinds = modifiers.map(({ kind }) => kind);
  return kinds.includes(StaticKeyword) && !kinds.includes(PrivateKeyword) && !kinds.includes(ProtectedKeyword);
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  TypeScript.forEachChild(node, (child) => void children.push(child));
  return children;
}
