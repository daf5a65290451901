//! What is added to pages, and the page for when there is no site yet.

use dealerbook_locale::Texts;

use super::shown::Shown;

/// The part of a page before which the script goes.
const END: &[u8] = b"</body>";

/// The texts that pages need, in HTML.
pub(super) struct Words {
    pub(super) language: String,
    close: String,
    title: String,
}

impl Words {
    pub(super) fn new(texts: &Texts) -> Self {
        Self {
            language: texts.language().to_owned(),
            close: texts.get("command.serve.close").to_owned(),
            title: texts.get("command.serve.problems").to_owned(),
        }
    }
}

/// A page that reloads itself when there is something newer than `generation`.
pub(super) fn reloading(mut page: Vec<u8>, generation: &str, words: &Words) -> Vec<u8> {
    let script = script(generation, words);
    let end = page.windows(END.len()).rposition(|window| window == END).unwrap_or(page.len());
    page.splice(end..end, script.into_bytes());
    page
}

/// A page that only shows the problems.
pub(super) fn of_problems(shown: &Shown, words: &Words) -> Vec<u8> {
    let Words { language, title, .. } = words;
    let problems = shown.problems.as_deref().unwrap_or_default();
    let script = script(&shown.generation, words);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/-/reload.css\">\n</head>\n\
         <body class=\"alone\">\n<main class=\"problems\">\n{problems}</main>\n{script}</body>\n</html>\n"
    )
    .into_bytes()
}

fn script(generation: &str, Words { language, close, .. }: &Words) -> String {
    format!(
        "<script src=\"/-/reload.js\" data-generation=\"{generation}\" data-language=\"{language}\" \
         data-close=\"{close}\" defer></script>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_goes_before_the_last_end_of_the_body() {
        let words = Words::new(&dealerbook_locale::built_in("zh-Hans"));
        let page = reloading(b"<body>&lt;/body> </body>x</body></html>".to_vec(), "7", &words);
        let page = String::from_utf8(page).expect("UTF-8");
        let (before, after) = page.split_once("<script ").expect("a script");
        assert_eq!(before, "<body>&lt;/body> </body>x");
        assert!(after.contains("data-generation=\"7\"") && after.ends_with("</script></body></html>"), "{after}");
    }

    #[test]
    fn a_page_without_an_end_gets_the_script_all_the_same() {
        let words = Words::new(&dealerbook_locale::built_in("en"));
        assert!(reloading(b"<p>a".to_vec(), "7", &words).ends_with(b"</script>"));
    }
}
