//! Articles to measure with: the same text every time, in two languages of the world's dealers.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Doing, Result};

/// How many articles an issue has.
const IN_AN_ISSUE: usize = 100;

const WORDS: [&str; 24] = [
    "经销商",
    "政策",
    "返利",
    "产品",
    "门店",
    "陈列",
    "动销",
    "库存",
    "订单",
    "物流",
    "售后",
    "客户",
    "价格",
    "区域",
    "销量",
    "回款",
    "账期",
    "样机",
    "培训",
    "会议",
    "促销",
    "渠道",
    "网点",
    "季度",
];

/// A small generator of numbers that are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect()
    }
}

/// Writes `count` articles in issues of a hundred below `newsletter`; gives the bytes written.
pub fn write(newsletter: &Path, count: usize) -> Result<usize> {
    let mut numbers = Numbers(1);
    let mut bytes = 0;
    for position in 0..count {
        let file = path(newsletter, position);
        if position % IN_AN_ISSUE == 0 {
            let folder = file.parent().unwrap_or(newsletter);
            fs::create_dir_all(folder).doing(|| format!("make the folder {}", folder.display()))?;
        }
        let text = article(position, count, &mut numbers);
        bytes += text.len();
        fs::write(&file, text).doing(|| format!("write {}", file.display()))?;
    }
    Ok(bytes)
}

/// Changes a word of the first article.
pub fn edit(newsletter: &Path) -> Result<()> {
    let file = path(newsletter, 0);
    let text = fs::read_to_string(&file).doing(|| format!("read {}", file.display()))?;
    fs::write(&file, text + "改。\n").doing(|| format!("write {}", file.display()))
}

/// The file of one article.
pub fn path(newsletter: &Path, position: usize) -> PathBuf {
    newsletter.join(format!("issue-{:03}", position / IN_AN_ISSUE)).join(format!("article-{position}.md"))
}

/// A portal around the articles.
pub fn write_portal(company: &Path) -> Result<()> {
    let portal = "id = \"0123456789abcdef0123456789abcdef\"\nname = \"量一量\"\nbase = \"https://bench.example/\"\n\
         time_zone = \"Asia/Shanghai\"\ncurrency = \"CNY\"\nlanguages = [\"zh-Hans\"]\n\n\
         [audience]\nnewsletter = [\"public\"]\n";
    let file = company.join("portal.toml");
    fs::write(&file, portal).doing(|| format!("write {}", file.display()))
}

fn article(position: usize, count: usize, numbers: &mut Numbers) -> String {
    let mut text = format!(
        "+++\ntitle = \"第{position}篇 {}\"\ndate = 2025-{:02}-{:02}\nsummary = \"{}\"\ntopics = [\"甲\", \"乙\"]\n+++\n",
        numbers.words(4),
        position % 12 + 1,
        position % 28 + 1,
        numbers.words(12)
    );
    let first = position / IN_AN_ISSUE * IN_AN_ISSUE;
    for _ in 0..5 {
        let other = first + numbers.below(IN_AN_ISSUE.min(count - first));
        let _ = write!(
            text,
            "\n## {}\n\n{} **{}** [{}](article-{other}.md) {}。\n\n- {}\n- {}\n\n| 型号 | 台 |\n|---|--:|\n| {} | 12 |\n| {} | 34 |\n",
            numbers.words(3),
            numbers.words(60),
            numbers.words(3),
            numbers.words(2),
            numbers.words(50),
            numbers.words(8),
            numbers.words(8),
            numbers.words(2),
            numbers.words(2),
        );
    }
    text
}
