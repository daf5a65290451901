//! The same articles for Hugo, with templates that say the same.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::{Doing, Result};
use crate::process;

const CONFIG: &str = "baseURL = 'https://bench.example/'\nlanguageCode = 'zh-Hans'\ntitle = '量一量'\n\
     disableKinds = ['taxonomy', 'term', 'robotsTXT', '404']\n";

const BASE: &str = r##"<!doctype html>
<html lang="{{ site.Language.Lang }}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{{ .Title }} · {{ site.Title }}</title>
  <meta name="description" content="{{ .Summary | plainify }}">
  <link rel="canonical" href="{{ .Permalink }}">
  <meta property="og:title" content="{{ .Title }}">
  <meta property="og:url" content="{{ .Permalink }}">
  <link rel="stylesheet" href="{{ "style.css" | relURL }}">
</head>
<body>
  <header><a href="{{ "/" | relURL }}">{{ site.Title }}</a>
    <nav><ul>
      <li><a href="{{ "/" | relURL }}">首页</a></li>
      <li><a href="{{ "/newsletter/" | relURL }}">刊物</a></li>
      <li><a href="{{ "/policies/" | relURL }}">政策</a></li>
      <li><a href="{{ "/meetings/" | relURL }}">会议</a></li>
      <li><a href="{{ "/contracts/" | relURL }}">合同</a></li>
      <li><a href="{{ "/catalog/" | relURL }}">产品</a></li>
      <li><a href="{{ "/contacts/" | relURL }}">联系</a></li>
    </ul></nav></header>
  <main>{{ block "main" . }}{{ end }}</main>
  <footer><p>{{ site.Title }}</p></footer>
</body>
</html>
"##;

const SINGLE: &str = r##"{{ define "main" }}
<article>
  <h1>{{ .Title }}</h1>
  <p>{{ .Params.summary }}</p>
  <p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006年1月2日" }}</time> {{ .ReadingTime }}</p>
  {{ .Content }}
  <ul>{{ range .Params.topics }}<li>{{ . }}</li>{{ end }}</ul>
</article>
<aside>{{ .TableOfContents }}</aside>
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
{{ end }}
"##;

const LIST: &str = r##"{{ define "main" }}
<h1>{{ .Title }}</h1>
<ol>{{ range .Pages }}<li><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3><p>{{ .Params.summary }}</p></li>{{ end }}</ol>
{{ end }}
"##;

/// Writes a Hugo site with copies of the articles in `newsletter`.
pub fn write_site(site: &Path, newsletter: &Path) -> Result<()> {
    let layouts = site.join("layouts/_default");
    for folder in [&layouts, &site.join("content/newsletter")] {
        fs::create_dir_all(folder).doing(|| format!("make the folder {}", folder.display()))?;
    }
    for (path, text) in [
        (site.join("hugo.toml"), CONFIG),
        (layouts.join("baseof.html"), BASE),
        (layouts.join("single.html"), SINGLE),
        (layouts.join("list.html"), LIST),
    ] {
        fs::write(&path, text).doing(|| format!("write {}", path.display()))?;
    }
    copy(newsletter, &site.join("content/newsletter"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).doing(|| format!("make the folder {}", to.display()))?;
    for entry in fs::read_dir(from).doing(|| format!("list {}", from.display()))? {
        let entry = entry.doing(|| format!("list {}", from.display()))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).doing(|| format!("write {}", target.display()))?;
        }
    }
    Ok(())
}

/// Hugo building `site`.
pub fn command(hugo: &Path, site: &Path) -> Command {
    let mut command = process::command(hugo);
    command.arg("--quiet").arg("--source").arg(site);
    command
}
