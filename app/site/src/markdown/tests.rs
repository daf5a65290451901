use super::*;

fn render(markdown: &str, style: Style) -> (Body, Vec<&'static str>) {
    let path: Arc<str> = "policies/a.md".into();
    let (body, problems) = Body::render(markdown, 0, &path, &path, style);
    (body, problems.into_iter().map(|problem| problem.name).collect())
}

fn html(markdown: &str) -> String {
    render(markdown, Style::Text).0.filled(|fill, out| match fill {
        Fill::OpenLink(link) => out.push_str(&format!("<a href=\"{:?}\">", link.target)),
        Fill::CloseLink => out.push_str("</a>"),
        Fill::Image(image) => out.push_str(&format!("<img alt=\"{}\">", image.alt)),
    })
}

#[test]
fn raw_html_is_shown_not_run() {
    let (body, problems) = render("<script>alert(1)</script>\n\na <b onclick=x>b</b>\n", Style::Text);
    let html = body.filled(|_, _| {});
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    assert!(html.contains("&lt;b onclick=x&gt;"), "{html}");
    assert!(!html.contains("<script") && !html.contains("<b "), "{html}");
    assert!(problems.iter().all(|name| *name == "raw-html") && problems.len() == 3, "{problems:?}");
}

#[test]
fn headings_get_ids_from_their_text_and_never_twice() {
    let (body, problems) =
        render("## 返利 标准\n\n## 返利 标准\n\n## x {#own}\n\n[a](#own) [b](#返利-标准)\n", Style::Text);
    let ids: Vec<&str> = body.outline.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["返利-标准", "返利-标准-2", "own"]);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_null_character_cannot_forge_a_hole() {
    let (body, _) = render("a\0b [x](b.md) c\0\n", Style::Text);
    assert_eq!(body.holes().len(), 2);
    assert!(!body.filled(|_, _| {}).contains('\0'));
    assert!(!render("`a\0` ![a\0](\0.png)\n\n```\n\0\n```\n", Style::Text).0.filled(|_, _| {}).contains('\0'));
}

#[test]
fn tables_scroll_in_a_box_and_align_by_class() {
    let html = html("## 档位\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n");
    assert!(
        html.contains("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-labelledby=\"档位\"><table>"),
        "{html}"
    );
    assert!(html.contains("<td class=\"right\">2</td>"), "{html}");
    assert!(!html.contains("style="), "{html}");
}

#[test]
fn links_and_pictures_become_holes() {
    let (body, problems) = render("[a](b.md#c) ![看](x.png) [e](https://e.example/?a=1&b=2 \"t\")\n", Style::Text);
    assert!(problems.is_empty());
    let targets: Vec<String> = body
        .holes()
        .iter()
        .map(|hole| match &hole.fill {
            Fill::OpenLink(link) => format!("{:?}", link.anchor),
            Fill::CloseLink => "close".into(),
            Fill::Image(image) => image.alt.clone(),
        })
        .collect();
    assert_eq!(targets, ["Some(\"c\")", "close", "看"]);
    let html = body.filled(|_, _| {});
    assert!(
        html.contains("<a rel=\"noopener noreferrer\" href=\"https://e.example/?a=1&amp;b=2\" title=\"t\">e</a>"),
        "{html}"
    );
}

#[test]
fn a_bare_mail_address_can_be_written_to() {
    assert_eq!(
        html("<a@b.example>\n"),
        "<p><a rel=\"noopener noreferrer\" href=\"mailto:a@b.example\">a@b.example</a></p>\n"
    );
}

#[test]
fn each_bad_link_is_named() {
    for (markdown, problem) in [
        ("[a](javascript:alert(1))", "forbidden-scheme"),
        ("<javascript:alert(1)>", "forbidden-scheme"),
        ("[a](#nowhere)", "anchor-to-nothing"),
        ("[a](../../x.md)", "link-out-of-the-folder"),
        ("![a](https://e.example/x.png)", "picture-from-elsewhere"),
        ("![](x.png)", "picture-without-words"),
        ("# a", "heading-of-first-level"),
        ("## a {#x}\n## b {#x}", "anchor-twice"),
    ] {
        assert_eq!(render(markdown, Style::Text).1, [problem], "{markdown}");
    }
}

#[test]
fn contract_clauses_carry_their_numbers() {
    let (body, problems) = render("## 第一条 范围\n\n1.1 甲方 *供货*。\n\n1.2 乙方。\n\n其他。\n", Style::Contract);
    assert!(problems.is_empty(), "{problems:?}");
    let numbers: Vec<&str> = body.clauses.iter().map(|clause| clause.number.as_str()).collect();
    assert_eq!(numbers, ["1", "1.1", "1.2"]);
    let html = body.filled(|_, _| {});
    assert!(html.contains("<h2 id=\"clause-1\">第一条 范围 "), "{html}");
    assert!(
        html.contains(
            "id=\"clause-1.1\"><a class=\"clause-link\" href=\"#clause-1.1\">1.1</a> 甲方 <em>供货</em>。</p>"
        ),
        "{html}"
    );
    for (markdown, problem) in [
        ("## 附则", "clause-without-number"),
        ("## 第一条 甲\n\n2.1 乙\n", "clause-in-the-wrong-place"),
        ("## 第一条 甲\n\n1.1 乙\n\n1.1 丙\n", "clause-number-twice"),
    ] {
        assert_eq!(render(markdown, Style::Contract).1, [problem], "{markdown}");
    }
}

#[test]
fn footnotes_and_tasks_are_read() {
    let html = html("- [x] 已办\n- [ ] 未办\n\n正文[^a]。\n\n[^a]: 注\n");
    assert!(html.contains("☑ 已办") && html.contains("☐ 未办"), "{html}");
    assert!(html.contains("href=\"#note:a\"") && html.contains("id=\"note:a\""), "{html}");
}
