//! Finding people.

use idp_core::account::Role;
use idp_core::audit::Code;

use super::{desk, jan};
use crate::support::{Browser, Landing, Person, Server};

async fn find(browser: &Browser, term: &str) -> Landing {
    let page = browser.open("/desk").await;
    browser.post(&page, "/desk/find", &[("term", term)]).await
}

#[tokio::test]
async fn by_name_username_address_and_the_last_digits() {
    let server = Server::start().await;
    let jan = jan(&server).await;
    Person::named("piet").phone("+31699999999").add(server.provider()).await;
    let (browser, els) = desk(&server, Role::Desk).await;
    for term in ["jan", "mevrouw jan", "JAN@gemeente.nl", "5678", "06-12345678"] {
        let page = find(&browser, term).await;
        assert_eq!((page.status.as_u16(), page.url.query()), (200, None), "{term}");
        page.says(&format!("sub={}", jan.subject)).says("** ** ** 78").says("j***@gemeente.nl").does_not_say("piet");
        page.does_not_say("612345678").does_not_say("jan@gemeente.nl");
    }
    find(&browser, "niemand").await.says("Wij hebben niemand gevonden.");
    find(&browser, "j").await.says("Vul minstens twee letters of vier cijfers in.");
    let searched = server.recorded(Code::DeskSearched).await;
    assert_eq!(searched.len(), 6, "what was no search is none");
    for event in &searched {
        assert_eq!((event.actor.as_str(), &event.subject), (format!("desk:{}", els.subject).as_str(), &None));
        assert!(!["jan", "5678", "niemand"].iter().any(|term| event.detail.contains(term)), "{}", event.detail);
    }
    for term in ["0001", "desk@example.nl"] {
        find(&browser, term).await.says("Wij hebben niemand gevonden.");
    }
    let page = find(&browser, "desk").await;
    page.says("Dit is een account van de servicedesk of het beheer.").does_not_say(&format!("sub={}", els.subject));
}

#[tokio::test]
async fn at_most_twenty_at_once_and_not_without_end() {
    let server = Server::start().await;
    for n in 0..21 {
        Person::named(&format!("zelfde{n}")).add(server.provider()).await;
    }
    let (browser, _) = desk(&server, Role::Desk).await;
    let page = find(&browser, "zelfde").await;
    page.says("Er zijn er meer.");
    assert_eq!(page.body.matches("/desk/person?sub=").count(), 20);
    let form = browser.open("/desk").await;
    let mut asked = 1;
    loop {
        let page = browser.post(&form, "/desk/find", &[("term", "niemand")]).await;
        if page.body.contains("U hebt in een uur te veel gezocht of bekeken.") {
            break;
        }
        asked += 1;
        assert!(asked <= 300, "without end");
    }
    assert_eq!(asked, 300);
}
